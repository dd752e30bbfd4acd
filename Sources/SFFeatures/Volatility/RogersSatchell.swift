import SFCore

/// Rogers and Satchell's volatility, which a trend does not disturb, per bar, as a fraction.
///
///     √mean(ln(high / close) · ln(high / open) + ln(low / close) · ln(low / open))
///
/// of the last `period` bars ("Estimating variance from high, low and closing
/// prices", 1991). A price that is not positive makes the mean begin again.
public struct RogersSatchell: BarFeature {
  public static let kind = "rogers_satchell"
  public static let group = FeatureGroup.volatility
  public static let summary = "Volatility per bar that allows for a trend (Rogers, Satchell)."
  public static let parameters = Parkinson.parameters
  public static let outputs = [FeatureOutput(.fraction)]

  public let period: Int
  private var mean: RangeVolatility

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    mean = RangeVolatility(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = mean.update(LogBar(bar)?.rogersSatchell)
  }
}

extension LogBar {
  /// The variance of the bar in the sense of Rogers and Satchell.
  @inline(__always)
  var rogersSatchell: Double { (high - close) * high + (low - close) * low }
}
