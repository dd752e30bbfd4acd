import SFCore

/// The rise from bar to bar of the straight line of least squares through the last `period` closes.
public struct LinearRegressionSlope: NumberFeature {
  public static let kind = "linearreg_slope"
  public static let group = FeatureGroup.statistics
  public static let summary = "Slope of the linear regression of the close, per bar."
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
    values[0] = line.update(value).map { $0.slope } ?? .nan
  }
}
