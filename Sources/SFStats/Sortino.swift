/// Mean daily return over its downside deviation, for a year.
///
/// mean / √(Σ min(r, 0)² / n) × √365, where n counts all returns.
public struct Sortino: Codable, Hashable, Sendable {
  private var returns = Moments()
  private var squaredLosses = CompensatedSum()

  public init() {}

  /// Takes the return of a day, as a fraction.
  public mutating func update(_ dailyReturn: Double) {
    returns.update(dailyReturn)
    if dailyReturn < 0 { squaredLosses.update(dailyReturn * dailyReturn) }
  }

  public var value: Double? { value(daysPerYear: DailyReturns.perYear) }

  /// `nil` for fewer than 30 returns, or when none is a loss.
  public func value(daysPerYear: Double) -> Double? {
    guard returns.count >= DailyReturns.minimumForYear, let mean = returns.mean else { return nil }
    let downside = (squaredLosses.value / Double(returns.count)).squareRoot()
    return downside > 0 ? mean / downside * daysPerYear.squareRoot() : nil
  }
}
