import SFCore

/// The mean of the last `period` closes in which the oldest weighs 1 and the newest `period`.
public struct WMA: NumberFeature {
  public static let kind = "wma"
  public static let group = FeatureGroup.averages
  public static let summary = "Weighted moving average: the newer a close, the more it weighs."
  public static let parameters = [
    Parameter.period(default: 30, "bars in the average; the newest weighs as much as their number")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var line: RollingFold<LineMoments>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    line = RollingFold(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = line.update(value)?.weightedMean ?? .nan
  }
}
