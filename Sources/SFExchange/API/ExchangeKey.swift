/// A key by which an account is asked for and traded.
package struct ExchangeKey: Equatable, Sendable {
  /// How requests are signed with it.
  package enum Signing: Equatable, Sendable {
    /// By a secret that both know.
    case hmac(secret: [UInt8])
    /// By a key of which this is the public half, 32 bytes.
    case ed25519(publicKey: [UInt8])
  }

  package let text: String
  /// The place of its account.
  package let account: Int
  package let signing: Signing
  package let canTrade: Bool
  package internal(set) var isRevoked = false

  package init(text: String, account: Int, signing: Signing, canTrade: Bool = true) {
    self.text = text
    self.account = account
    self.signing = signing
    self.canTrade = canTrade
  }

  /// Letters and digits, as all keys of the exchange are.
  static func hasFormat(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 128
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: false
        }
      }
  }
}

/// Tells right signatures from wrong ones; handed in, since no value of the exchange knows
/// cryptography.
package protocol SignatureVerifier: Sendable {
  /// Whether a signature, as text, is that of these bytes by a key: hexadecimal digits of either
  /// case for HMAC-SHA256, base64 for Ed25519.
  func isSigned(_ payload: [UInt8], _ signature: String, by key: ExchangeKey) -> Bool
}
