import SFCore

/// Where equity may be, day by day, if days go on as they did in a backtest.
///
/// Each path is a resample of the backtest's daily returns by the stationary bootstrap, as long as it
/// is asked for; on each day the paths are put into order:
///
///     day      0     1      2      3
///     0.95     1   1.02   1.03   1.035
///     0.50     1   1.00   1.01   1.012     as multiples of the equity that it begins with
///     0.05     1   0.98   0.97   0.965
///
/// Seeded: the same cone on every machine.
public struct ExpectationCone: Hashable, Sendable {
  /// The quantiles that are drawn.
  public static let usualQuantiles = [0.05, 0.25, 0.5, 0.75, 0.95]

  /// Between 0 and 1, in ascending order.
  public let quantiles: [Double]
  /// A row a day, the first of them that of the start: growth at each of the quantiles.
  public let days: [[Double]]

  /// `nil` without a return to draw from. A return of 0.01 is one per cent; each of the `resamples`
  /// paths goes on for `days`.
  public init?(
    dailyReturns: [Double], days: Int, quantiles: [Double] = Self.usualQuantiles,
    resamples: Int = 1_000, seed: UInt64 = 1
  ) {
    precondition(days >= 0 && resamples > 0, "days ahead, and paths to them")
    precondition(quantiles.allSatisfy { (0...1).contains($0) }, "quantiles are shares")
    guard !dailyReturns.isEmpty else { return nil }
    var bootstrap = StationaryBootstrap(
      count: dailyReturns.count, meanBlock: StationaryBootstrap.usualBlock(dailyReturns.count),
      seed: seed)
    var growths = [[Double]](repeating: [], count: days)
    var places: [Int] = []
    for _ in 0..<resamples {
      bootstrap.resample(into: &places, length: days)
      var growth = 1.0
      for (day, place) in places.enumerated() {
        growth *= 1 + dailyReturns[place]
        growths[day].append(growth)
      }
    }
    self.quantiles = quantiles
    self.days =
      [quantiles.map { _ in 1 }]
      + growths.map { values in
        let sorted = values.sorted()
        return quantiles.map { PercentileInterval.quantile(sorted, $0) }
      }
  }

  /// Growth at one of the quantiles after so many days; the last row holds for what lies behind it.
  /// `nil` for a quantile that the cone was not made with.
  public func growth(_ quantile: Double, after day: Int) -> Double? {
    quantiles.firstIndex(of: quantile).map { days[min(max(day, 0), days.count - 1)][$0] }
  }
}
