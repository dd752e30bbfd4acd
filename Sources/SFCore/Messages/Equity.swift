/// What the book is worth.
public struct Equity: LineMessage, Hashable, Codable {
  @inlinable public static var type: LineType { .equity }

  public var equity: Price
  public var cash: Price
  /// Σ |notional| over equity; `nil` when equity is not positive.
  public var exposure: Double?
  /// A positive fraction below the high-water mark.
  public var drawdown: Double
  public var openPositions: Int
  /// The equity of buying and holding.
  public var buyHold: Price

  public init(
    equity: Price, cash: Price, exposure: Double?, drawdown: Double, openPositions: Int,
    buyHold: Price
  ) {
    self.equity = equity
    self.cash = cash
    self.exposure = exposure
    self.drawdown = drawdown
    self.openPositions = openPositions
    self.buyHold = buyHold
  }
}

extension Step {
  @inlinable @inline(__always)
  public var equities: Reused<Equity> { messages(of: Equity.self) }
}
