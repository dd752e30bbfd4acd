import SFCore

/// The exponential moving average of the close, begun with the mean of the first `period` closes.
public struct EMA: NumberFeature {
  public static let kind = "ema"
  public static let group = FeatureGroup.averages
  public static let summary = "Exponential moving average of the close."
  public static let parameters = [
    Parameter.period(default: 30, "bars; each close weighs 2 / (period + 1)")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var mean: ExponentialMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    mean = ExponentialMean(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = mean.update(value) ?? .nan
  }
}
