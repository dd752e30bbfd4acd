import SFCore

/// What was bought and sold, as a multiple of the capital.
public struct Turnover: Codable, Hashable, Sendable {
  public private(set) var fills = 0
  private var notional = CompensatedSum()

  public init() {}

  public mutating func update(_ price: Price, _ quantity: Quantity) {
    fills += 1
    // Each product is exact; only their sum, which may leave the range of a money, is not.
    notional.update((price * quantity).double.magnitude)
  }

  /// Σ price × quantity of all fills, in quote currency.
  public var total: Double { notional.value }

  /// `nil` unless the capital is positive.
  public func value(of capital: Price) -> Double? {
    capital > .zero ? notional.value / capital.double : nil
  }
}
