import Crypto
import SFCore

/// The key of an account at the exchange: what it is called there, and what requests are signed with.
///
/// Neither is shown to anybody: the type has no way to print either.
package struct AccountKey: Sendable {
  private enum Signing: Sendable {
    /// HMAC-SHA256, by a secret that both sides know.
    case hmac(HiddenBytes)
    /// Ed25519, by the private half.
    case ed25519(HiddenBytes)
  }

  private let hiddenName: HiddenBytes
  private let signing: Signing

  /// For the header of requests and for what is signed, and for nothing else.
  var name: String { String(decoding: hiddenName.bytes, as: UTF8.self) }

  package init(_ name: String, hmac secret: HiddenBytes) {
    hiddenName = HiddenBytes(name)
    signing = .hmac(secret)
  }

  /// `nil` where the seed has not 32 bytes.
  package init?(_ name: String, ed25519 seed: HiddenBytes) {
    guard seed.bytes.count == Self.seedLength else { return nil }
    hiddenName = HiddenBytes(name)
    signing = .ed25519(seed)
  }

  private static let seedLength = 32

  /// As the exchange wants it: hexadecimal digits of HMAC, base64 of Ed25519.
  package func signature(of payload: [UInt8]) -> String {
    switch signing {
    case .hmac(let secret):
      return Self.hexadecimal(
        HMAC<Crypto.SHA256>.authenticationCode(
          for: payload, using: SymmetricKey(data: secret.bytes)))
    case .ed25519(let seed):
      do {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed.bytes)
        return Base64Bytes.text(Array(try key.signature(for: payload)))
      } catch {
        // Its length is all that can be wrong with a seed.
        preconditionFailure("a seed of 32 bytes signs")
      }
    }
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}

extension AccountKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { HiddenBytes.shown }
  package var debugDescription: String { HiddenBytes.shown }
  package var customMirror: Mirror { Mirror(reflecting: HiddenBytes.shown) }
}
