import SFCore

/// Twice the exponential average less the exponential average of it, which lags less than either
/// (Mulloy, "Smoothing Data with Faster Moving Averages", 1994).
public struct DEMA: NumberFeature {
  public static let kind = "dema"
  public static let group = FeatureGroup.averages
  public static let summary = "Double exponential moving average: an ema with half of its lag."
  public static let parameters = [
    Parameter.period(default: 30, "bars of both exponential averages")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var means: ExponentialChain

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    means = ExponentialChain(period, length: 2)
  }

  public var warmUp: Int { 2 * period - 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = means.update(value) ? 2 * means[0] - means[1] : .nan
  }
}
