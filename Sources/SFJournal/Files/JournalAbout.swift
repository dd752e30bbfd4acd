import SFCore
import SFWire

/// What a journal says of itself, in its file `about`: a line.
///
///     {"journal":1,"id":"9f3c0a5e21d4b876c0ffee1234567890","dropped":"2026-01-04T23:59:00.000Z"}
struct JournalAbout: Equatable {
  /// Thirty-two hexadecimal digits of chance; another journal at the same place has others.
  let id: String
  /// The last mark of what was dropped; `nil` when it is all there.
  var dropped: Timestamp?

  static let format = 1

  /// Of a journal that begins.
  init() {
    id = (0..<2).map { _ in
      let digits = String(UInt64.random(in: .min ... .max), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Reads the text of the file.
  init(_ text: [UInt8], name: String) throws(JournalError) {
    let value: JSONValue
    do { value = try Line.withLine(of: text) { try JSONValue($0) } } catch {
      throw JournalError(.badData, "'\(name)' is no description of a journal")
    }
    guard let version = value["journal"]?.integer, let id = value["id"]?.string else {
      throw JournalError(.badData, "'\(name)' is no description of a journal")
    }
    guard version == Self.format else {
      throw JournalError(
        .protocolMismatch, "found format \(version) in '\(name)', expected \(Self.format)")
    }
    self.id = id
    dropped = value["dropped"]?.string.flatMap { Timestamp($0) }
  }

  var bytes: [UInt8] {
    let dropped = dropped.map { ",\"dropped\":\"\($0)\"" } ?? ""
    return Array("{\"journal\":\(Self.format),\"id\":\"\(id)\"\(dropped)}\n".utf8)
  }
}
