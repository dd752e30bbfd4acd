import SFStats

/// Everything that follows from the daily returns.
public struct DayFigures: Codable, Hashable, Sendable {
  /// Every one, as a fraction: quantiles need them all.
  public private(set) var returns: [Double] = []
  private var ratio = Sharpe()
  private var downside = Sortino()
  private var moments = Moments()
  private var gains = Omega()
  private var fit = MarketFit()

  /// On how many days of a year the market trades.
  public let daysPerYear: Double

  public init(daysPerYear: Double = DailyReturns.perYear) { self.daysPerYear = daysPerYear }

  /// Takes the return of a day, and that of buying and holding; `nil` where it has none.
  public mutating func update(_ dailyReturn: Double, market: Double?) {
    returns.append(dailyReturn)
    ratio.update(dailyReturn)
    downside.update(dailyReturn)
    moments.update(dailyReturn)
    gains.update(dailyReturn)
    if let market { fit.update(dailyReturn, market: market) }
  }

  public var sharpe: Double? { ratio.value(daysPerYear: daysPerYear) }
  public var sortino: Double? { downside.value(daysPerYear: daysPerYear) }
  public var omega: Double? { gains.value }
  public var alpha: Double? { fit.alpha(daysPerYear: daysPerYear) }
  public var beta: Double? { fit.beta }

  /// Of a year, as a fraction; `nil` for fewer returns than a figure for a year needs.
  public var volatility: Double? {
    guard returns.count >= DailyReturns.minimumForYear, let deviation = moments.deviation else {
      return nil
    }
    return deviation * daysPerYear.squareRoot()
  }
}
