import Crypto

/// What an order is called at the exchange: `sf` and 26 letters and digits, the same for the same
/// account, session, order and attempt, and no other.
package enum ClientID {
  package static let prefix = "sf"
  private static let length = 26
  /// Of what `sf-broker kill` sells, which no session has sent.
  package static let killPrefix = "sfk"
  /// Letters and digits behind it: an id of a session is longer, whatever it begins with.
  package static let killLength = 23

  static func isOfKill(_ text: String) -> Bool {
    text.hasPrefix(killPrefix) && text.utf8.count == killPrefix.utf8.count + killLength
  }

  /// Whether it looks like an order of a session, of whichever.
  static func isOfSession(_ text: String) -> Bool {
    text.hasPrefix(prefix) && text.utf8.count == prefix.utf8.count + length
  }
  private static let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)

  package static func of(
    account: String, session: String, order: String, attempt: Int
  ) -> String {
    // No part has the byte that stands between them.
    let text = [account, session, order, "\(attempt)"].joined(separator: "\0")
    let hash = Array(Crypto.SHA256.hash(data: Array(text.utf8)))
    let letters = (0..<length).map { place in
      let (byte, offset) = (place * 5 / 8, place * 5 % 8)
      let pair = UInt16(hash[byte]) << 8 | UInt16(hash[byte + 1])
      return alphabet[Int(pair >> UInt16(11 - offset) & 31)]
    }
    return prefix + String(decoding: letters, as: UTF8.self)
  }
}
