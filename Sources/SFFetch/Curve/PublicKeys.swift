import SFCore
import SFTransport

/// Public keys in a file, one a line; behind it what else is to be known of its holder:
///
///     # who may fetch
///     Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID  desk
///
/// Of the producers that are asked it is the address; a key without one is that of all others.
public struct PublicKeys: Equatable, Sendable {
  private let keys: [(key: String, note: String?)]

  public init(file: String) throws {
    try self.init(text: try Endpoint.text(of: file), name: file)
  }

  package init(text: String, name: String) throws(FetchError) {
    var keys: [(key: String, note: String?)] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let key = words.first, !line.hasPrefix("# ") else { continue }
      guard CurveKeys.isKey(key) else {
        throw FetchError(
          .configuration,
          "\(name):\(index + 1): found '\(key.prefix(12))…', expected a public key of 40 characters",
          help: "sf-serve --make-keys FILE writes it to FILE.pub")
      }
      keys.append((String(key), words.dropFirst().first.map(String.init)))
    }
    self.keys = keys
  }

  /// Whether the key is one of them.
  public func contains(_ key: String) -> Bool { keys.contains { $0.key == key } }

  /// The key of a producer; `nil` when there is none for its address.
  public func key(of address: String) -> String? {
    (keys.first { $0.note == address } ?? keys.first { $0.note == nil })?.key
  }

  public static func == (a: PublicKeys, b: PublicKeys) -> Bool {
    a.keys.elementsEqual(b.keys) { $0.key == $1.key && $0.note == $1.note }
  }
}
