import SFCore

/// Three exponential averages, each of the one before, joined so that their lags cancel (Mulloy,
/// "Smoothing Data with Faster Moving Averages", 1994).
public struct TEMA: NumberFeature {
  public static let kind = "tema"
  public static let group = FeatureGroup.averages
  public static let summary = "Triple exponential moving average: an ema with little lag."
  public static let parameters = [
    Parameter.period(default: 30, "bars of the three exponential averages")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var means: ExponentialChain

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    means = ExponentialChain(period, length: 3)
  }

  public var warmUp: Int { 3 * period - 2 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = means.update(value) ? 3 * means[0] - 3 * means[1] + means[2] : .nan
  }
}
