import SFCore

/// The mean distance of the last `period` closes from their mean.
public struct MeanDeviation: NumberFeature {
  public static let kind = "avgdev"
  public static let group = FeatureGroup.statistics
  public static let summary = "Mean deviation of the close, in the units of the price."
  public static let parameters = [
    Parameter.period(from: 2, default: 14, "bars in the window")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var spread: RollingSpread

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    spread = RollingSpread(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = spread.update(value)?.deviation ?? .nan
  }
}
