/// Mean daily return over its deviation, for a year.
///
/// mean / sample deviation (ddof 1) × √365, risk-free 0; of a market that closes, the root of the days on
/// which it trades.
public struct Sharpe: Codable, Hashable, Sendable {
  private var returns = Moments()

  public init() {}

  /// Takes the return of a day, as a fraction.
  public mutating func update(_ dailyReturn: Double) { returns.update(dailyReturn) }

  public var count: Int { returns.count }

  public var value: Double? { value(daysPerYear: DailyReturns.perYear) }

  /// `nil` for fewer than 30 returns, or when they are all the same.
  public func value(daysPerYear: Double) -> Double? {
    guard returns.count >= DailyReturns.minimumForYear, let mean = returns.mean,
      let deviation = returns.deviation
    else { return nil }
    // Equal returns of different equities differ in their last bits: that is no deviation.
    guard deviation > 8 * mean.magnitude.ulp else { return nil }
    return mean / deviation * daysPerYear.squareRoot()
  }
}
