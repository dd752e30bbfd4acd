import SFCore
import SFFetch
import SFTransport
import SFWire

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Which journals the inputs of a stage come from: their ids, kept so that another journal at the same
/// place is not taken for the one that the stage has read.
///
///     {"sources":1}
///     {"input":"answers","journal":"9f3c0a5e21d4b876c0ffee1234567890"}
package struct SourcesFile: Equatable {
  private static let first: Substring = "{\"sources\":1}"

  private let path: String
  private var journals: [(input: String, id: String)] = []

  package init(_ path: String) throws {
    self.path = path
    guard access(path, F_OK) == 0 else { return }
    let lines = try Endpoint.text(of: path).split(separator: "\n")
    guard lines.first ?? Self.first == Self.first else {
      throw FetchError(
        .protocolMismatch, "found '\(lines[0].prefix(40))' in '\(path)', expected \(Self.first)")
    }
    for line in lines.dropFirst() {
      let value = try? JSONValue(text: Array(line.utf8))  // A torn line says nothing.
      if let input = value?["input"]?.string, let id = value?["journal"]?.string {
        journals.append((input, id))
      }
    }
  }

  package static func == (a: SourcesFile, b: SourcesFile) -> Bool {
    a.path == b.path && a.journals.elementsEqual(b.journals) { $0 == $1 }
  }

  /// The journal that an input has come from; `nil` when it has not been read.
  package func journal(of input: String) -> String? {
    journals.last { $0.input == input }?.id
  }

  /// Notes where an input comes from.
  package mutating func note(_ id: String, of input: String) throws {
    guard journal(of: input) != id else { return }
    journals.removeAll { $0.input == input }
    journals.append((input, id))
    let lines = journals.map { input, id in
      JSONValue.object([
        .init(key: "input", value: .string(input)), .init(key: "journal", value: .string(id)),
      ]).text + "\n"
    }
    try AtomicFile.write("\(Self.first)\n" + lines.joined(), to: path, syncs: true)
  }

  /// Forgets all: the stage begins at the start.
  package mutating func forget() { journals = [] }
}
