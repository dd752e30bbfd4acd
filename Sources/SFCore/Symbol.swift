/// What is traded: 1 to 32 of `A-Za-z0-9._:/-`, compared by bytes.
public struct Symbol: Hashable, Comparable, Sendable, Codable, CustomStringConvertible,
  ExpressibleByStringLiteral
{
  public let text: String

  /// The whole market: for signals and features that belong to no single symbol.
  public static let all: Symbol = "ALL"

  /// `nil` when the text is not a symbol.
  public init?(_ text: String) {
    guard Self.accepts(text.utf8) else { return nil }
    self.text = text
  }

  public init(stringLiteral text: String) {
    precondition(Self.accepts(text.utf8), "not a symbol: \(text)")
    self.text = text
  }

  public static func accepts(_ bytes: some Collection<UInt8>) -> Bool {
    (1...32).contains(bytes.count)
      && bytes.allSatisfy { byte in
        switch byte {
        // The range from `-` holds `.` and `/`, and the digits go on to `:`.
        case UInt8(ascii: "-")...UInt8(ascii: ":"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }

  // Symbols are ASCII, so that the order of strings is the order of bytes.
  public static func < (a: Symbol, b: Symbol) -> Bool { a.text < b.text }

  public var description: String { text }

  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let value = Symbol(text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not a symbol: \(text)"))
    }
    self = value
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

// A dictionary by symbol is saved by name, so that its bytes are the same in every process.
extension Symbol: CodingKeyRepresentable {
  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public var codingKey: any CodingKey { Key(stringValue: text) }

  public init?(codingKey: some CodingKey) { self.init(codingKey.stringValue) }
}
