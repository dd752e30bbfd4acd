import SFCore

/// The straight line of least squares through the last `period` closes, at the bar that comes next.
public struct TimeSeriesForecast: NumberFeature {
  public static let kind = "tsf"
  public static let group = FeatureGroup.statistics
  public static let summary = "Linear regression of the close, one bar ahead."
  public static let parameters = LinearRegression.parameters
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var line: RollingFold<LineMoments>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    line = RollingFold(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = line.update(value).map { $0.value(at: $0.count) } ?? .nan
  }
}
