/// How a strategy stands, in fractions: what a model may know of the book.
public struct BookMetrics: LineMessage {
  @inlinable public static var type: LineType { .bookMetrics }

  /// Over the capital: 1 is where it began.
  public var equity: Double
  /// A positive fraction below the high-water mark.
  public var drawdown: Double
  /// Σ |notional| over equity; `nil` when equity is not positive.
  public var exposure: Double?
  public var openPositions: Int
  public var roundTrips: Int
  /// The share of round trips that gained, net of fees; `nil` before the first.
  public var winRate: Double?

  public init(
    equity: Double, drawdown: Double, exposure: Double?, openPositions: Int, roundTrips: Int,
    winRate: Double?
  ) {
    self.equity = equity
    self.drawdown = drawdown
    self.exposure = exposure
    self.openPositions = openPositions
    self.roundTrips = roundTrips
    self.winRate = winRate
  }
}
