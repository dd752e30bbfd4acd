import SFCore

/// The logarithms of a bar's prices over its open; what the volatilities of ranges are made of.
struct LogBar: Sendable {
  let high: Double
  let low: Double
  let close: Double

  /// `nil` where a price is not positive: it has no logarithm.
  @inline(__always)
  init?(_ bar: Bar) {
    let open = bar.open.double
    guard bar.low > 0, open > 0, bar.close > 0 else { return nil }
    high = (bar.high.double / open).logarithm
    low = (bar.low.double / open).logarithm
    close = (bar.close.double / open).logarithm
  }
}

/// The root of the mean of the last `period` variances, each estimated from one bar.
///
/// A bar that has none, as a price of it is not positive, makes the mean begin
/// again.
struct RangeVolatility: Codable, Sendable {
  let period: Int
  private var sum: RollingSum

  init(_ period: Int) {
    self.period = period
    sum = RollingSum(period)
  }

  /// NaN while there are fewer than `period`.
  @inline(__always)
  mutating func update(_ variance: Double?) -> Double {
    guard let variance else {
      sum.clear()
      return .nan
    }
    guard let sum = sum.update(variance) else { return .nan }
    // A bar that closed beyond its own range may have a variance below 0.
    return max(0, sum / Double(period)).squareRoot()
  }
}
