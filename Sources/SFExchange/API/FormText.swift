/// The text of a query or a form: `symbol=BTCUSDT&side=BUY`.
package enum FormText {
  package struct Pair: Equatable, Sendable {
    package let name: String
    package let value: String
  }

  /// The pairs in their order, decoded; `nil` when a `%` is followed by no two digits, or what they
  /// make is no UTF-8.
  static func pairs(_ text: String) -> [Pair]? {
    var pairs: [Pair] = []
    for part in text.split(separator: "&") {
      let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decoded(sides[0]), let value = decoded(sides.count == 2 ? sides[1] : "")
      else { return nil }
      pairs.append(Pair(name: name, value: value))
    }
    return pairs
  }

  private static func decoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit)
        else { return nil }
        bytes.append(high << 4 | low)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }

  /// What is signed: the text as it was sent, without the signature.
  static func unsigned(_ text: String) -> String {
    text.split(separator: "&", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("signature=") }.joined(separator: "&")
  }
}
