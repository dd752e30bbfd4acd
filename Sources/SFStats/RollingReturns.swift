/// Sharpe ratio and volatility of the last days, each a year's.
public struct RollingReturns: Codable, Hashable, Sendable {
  /// Daily returns that a figure is made of.
  public static let days = DailyReturns.minimumForYear

  private var returns: [Double] = []

  public init() {}

  /// Takes the return of a day, as a fraction; `nil` until there are enough of them.
  public mutating func update(
    _ dailyReturn: Double, daysPerYear: Double = DailyReturns.perYear
  ) -> (sharpe: Double?, volatility: Double)? {
    if returns.count == Self.days { returns.removeFirst() }
    returns.append(dailyReturn)
    guard returns.count == Self.days else { return nil }
    // Anew each day: thirty values are few, and nothing is left of those that went.
    var (sharpe, moments) = (Sharpe(), Moments())
    for value in returns {
      sharpe.update(value)
      moments.update(value)
    }
    let deviation = moments.deviation ?? 0
    return (sharpe.value(daysPerYear: daysPerYear), deviation * daysPerYear.squareRoot())
  }
}
