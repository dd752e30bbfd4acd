import Crypto
import SFCore
import SFTransport

/// The SHA-256 of an archive, as the file beside it says it: `<64 hexadecimal digits>  NAME`.
enum ArchiveChecksum {
  /// The most bytes of such a file, which is a line.
  static let largest = 1 << 16

  static func verify(_ bytes: [UInt8], _ checksumFile: [UInt8], path: String) throws {
    let text = String(decoding: checksumFile, as: UTF8.self)
    let expected = text.prefix { !$0.isWhitespace }.lowercased()
    guard expected.utf8.count == 64, expected.allSatisfy(\.isHexDigit) else {
      throw TransportError(
        .badData, "found '\(text.shown(most: 80))' in '\(path).CHECKSUM', expected a SHA-256")
    }
    let digits = Array("0123456789abcdef".utf8)
    let found = String(
      decoding: SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
      as: UTF8.self)
    guard found == expected else {
      throw TransportError(
        .badData,
        "'\(path)' is not what its .CHECKSUM says: found the SHA-256 \(found), expected \(expected)"
      )
    }
  }
}
