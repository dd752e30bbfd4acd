import SFCore

/// What a round trip brought on average, net of fees, in quote currency.
public struct Expectancy: Codable, Hashable, Sendable {
  public private(set) var count = 0
  public private(set) var total = AmountSum()

  public init() {}

  public mutating func update(_ pnl: Price) {
    count += 1
    total.update(pnl)
  }

  /// `nil` without a round trip.
  public var value: Double? { total.mean(of: count) }
}
