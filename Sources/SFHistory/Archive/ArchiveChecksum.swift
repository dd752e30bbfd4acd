import SFCore
import SFDigest
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
    let found = try SHA256Library.open().hexadecimal(of: bytes)
    guard found == expected else {
      throw TransportError(
        .badData,
        "'\(path)' is not what its .CHECKSUM says: found the SHA-256 \(found), expected \(expected)"
      )
    }
  }
}
