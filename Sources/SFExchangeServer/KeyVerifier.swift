import Crypto
import SFExchange
import SFTransport

/// Verifies signatures by HMAC-SHA256 and Ed25519.
package struct KeyVerifier: SignatureVerifier {
  package init() {}

  package func isSigned(_ payload: [UInt8], _ signature: String, by key: ExchangeKey) -> Bool {
    switch key.signing {
    case .hmac(let secret):
      guard let code = Self.hexadecimal(signature) else { return false }
      return HMAC<SHA256>.isValidAuthenticationCode(
        code, authenticating: payload, using: SymmetricKey(data: secret))
    case .ed25519(let publicKey):
      guard let bytes = Base64Text.bytes(signature),
        // A key that is none verifies nothing; the file that it came from was checked.
        let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
      else { return false }
      return key.isValidSignature(bytes, for: payload)
    }
  }

  /// The bytes of digits of either case; `nil` for anything else.
  private static func hexadecimal(_ text: String) -> [UInt8]? {
    guard text.utf8.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for character in text {
      guard character.isASCII, let digit = character.hexDigitValue else { return nil }
      if let first = high {
        bytes.append(first << 4 | UInt8(digit))
        high = nil
      } else {
        high = UInt8(digit)
      }
    }
    return bytes
  }
}
