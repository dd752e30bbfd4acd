/// What a strategy knows of itself at a mark: of the whole book, or of one detector.
///
/// No price is among them, so that a model may be given them. A figure that does
/// not exist is `nil`.
public struct Metrics: LineMessage, Hashable, Codable {
  @inlinable public static var type: LineType { .metrics }

  /// What the book is worth; a line of a detector has none.
  public struct Book: Hashable, Sendable, Codable {
    public var equity: Price
    /// A positive fraction below the high-water mark.
    public var drawdown: Double
    /// Σ |notional| over equity; `nil` when equity is not positive.
    public var exposure: Double?
    public var openPositions: Int

    public init(equity: Price, drawdown: Double, exposure: Double?, openPositions: Int) {
      self.equity = equity
      self.drawdown = drawdown
      self.exposure = exposure
      self.openPositions = openPositions
    }
  }

  /// Whose round trips; `nil` for those of the whole book.
  public var detector: String?
  public var book: Book?
  public var roundTrips: Int
  /// The share of round trips that gained, net of fees: a detector's hit rate.
  public var winRate: Double?
  /// What winners gained over what losers lost, net of fees.
  public var profitFactor: Double?
  /// Pnl over entry notional, the mean of the round trips.
  public var averageReturn: Double?
  /// Bars that a round trip lived through, the mean.
  public var averageBars: Double?
  /// Best and worst gain that was reached, the means.
  public var averageMFE: Double?
  public var averageMAE: Double?

  public init(
    detector: String? = nil, book: Book? = nil, roundTrips: Int, winRate: Double?,
    profitFactor: Double?, averageReturn: Double?, averageBars: Double?, averageMFE: Double?,
    averageMAE: Double?
  ) {
    self.detector = detector
    self.book = book
    self.roundTrips = roundTrips
    self.winRate = winRate
    self.profitFactor = profitFactor
    self.averageReturn = averageReturn
    self.averageBars = averageBars
    self.averageMFE = averageMFE
    self.averageMAE = averageMAE
  }
}

extension Step {
  @inlinable @inline(__always)
  public var metrics: Reused<Metrics> { messages(of: Metrics.self) }
}
