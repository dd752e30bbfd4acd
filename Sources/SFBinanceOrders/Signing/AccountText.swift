import SFCore

/// The text of a file with the key of an account, one name and value a line:
///
///     key: vmPUZE6mv9SD…             what the exchange calls it
///     secret: NhqPtmdSJYdK…          of HMAC
///     private_key: MC4CAQAwBQYDK2…   of Ed25519, in place of it: PKCS#8 in base64, as in a PEM file
///
/// No error says anything of what stands there but the names of lines and their numbers.
package enum AccountText {
  private static let names = ["key", "secret", "private_key"]

  package static func key(_ text: String, from file: String) throws(StageError) -> AccountKey {
    var values: [String: String] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let line = trimmed(line)
      guard !line.isEmpty, line.first != "#" else { continue }
      let sides = line.split(separator: ":", maxSplits: 1).map(trimmed)
      guard sides.count == 2, names.contains(sides[0]), values[sides[0]] == nil else {
        throw StageError(
          .configuration,
          "\(file):\(index + 1): found another line, expected one of each of key, and secret or "
            + "private_key")
      }
      values[sides[0]] = sides[1]
    }
    guard let name = values["key"], isPlain(name) else {
      throw StageError(.configuration, "found no key in '\(file)', expected 'key: ' and its text")
    }
    switch (values["secret"], values["private_key"]) {
    case (let secret?, nil) where isPlain(secret):
      return AccountKey(name, hmac: HiddenBytes(secret))
    case (nil, let text?):
      guard let seed = Base64Bytes.bytes(text).flatMap(seed),
        let key = AccountKey(name, ed25519: HiddenBytes(seed))
      else {
        throw StageError(
          .configuration,
          "found another private_key in '\(file)', expected one of Ed25519: PKCS#8 in base64, 48 "
            + "bytes")
      }
      return key
    default:
      throw StageError(
        .configuration, "found no secret and no private_key in '\(file)', expected one of them")
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  private static func isPlain(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 > 32 && $0 < 127 }
  }

  /// What stands in front of the 32 bytes of a private key (RFC 8410).
  private static let header: [UInt8] = [
    0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
  ]

  private static func seed(_ bytes: [UInt8]) -> [UInt8]? {
    guard bytes.count == header.count + 32, bytes.starts(with: header) else { return nil }
    return Array(bytes.dropFirst(header.count))
  }
}
