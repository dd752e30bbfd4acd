import SFCore

/// Garman and Klass' volatility, from all four prices, per bar, as a fraction.
///
///     √mean(ln(high / low)² / 2 − (2 ln 2 − 1) · ln(close / open)²)
///
/// of the last `period` bars ("On the estimation of security price volatilities
/// from historical data", 1980). A price that is not positive makes the mean
/// begin again.
public struct GarmanKlass: BarFeature {
  public static let kind = "garman_klass"
  public static let group = FeatureGroup.volatility
  public static let summary = "Volatility per bar from open, high, low and close (Garman, Klass)."
  public static let parameters = Parkinson.parameters
  public static let outputs = [FeatureOutput(.fraction)]

  /// 2 ln 2 − 1.
  private static let share = 0.386294361119890618834464242916

  public let period: Int
  private var mean: RangeVolatility

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    mean = RangeVolatility(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = mean.update(
      LogBar(bar).map { bar in
        let range = bar.high - bar.low
        return range * range / 2 - Self.share * (bar.close * bar.close)
      })
  }
}
