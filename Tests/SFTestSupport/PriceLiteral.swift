import SFCore

/// Prices in tests are written as the exact decimals that they are.
extension Price: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) {
    guard let price = Price(text) else { preconditionFailure("not a price: \(text)") }
    self = price
  }
}
