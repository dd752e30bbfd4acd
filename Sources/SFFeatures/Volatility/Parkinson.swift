import SFCore

/// Parkinson's volatility, from highs and lows, per bar, as a fraction.
///
///     √mean(ln(high / low)² / (4 ln 2))
///
/// of the last `period` bars (Michael Parkinson, "The extreme value method",
/// 1980). A price that is not positive makes the mean begin again.
public struct Parkinson: BarFeature {
  public static let kind = "parkinson"
  public static let group = FeatureGroup.volatility
  public static let summary = "Volatility per bar from highs and lows (Parkinson)."
  public static let parameters = [
    Parameter.period(default: 20, "bars in the mean")
  ]
  public static let outputs = [FeatureOutput(.fraction)]

  public let period: Int
  private var mean: RangeVolatility

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    mean = RangeVolatility(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    guard bar.low > 0 else {
      values[0] = mean.update(nil)
      return
    }
    let range = (bar.high.double / bar.low.double).logarithm
    values[0] = mean.update(range * range / (4 * Self.logarithmOf2))
  }

  private static let logarithmOf2 = 0.693147180559945309417232121458
}
