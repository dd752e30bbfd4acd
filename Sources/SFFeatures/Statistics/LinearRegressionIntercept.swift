import SFCore

/// The straight line of least squares through the last `period` closes, at the first of them.
public struct LinearRegressionIntercept: NumberFeature {
  public static let kind = "linearreg_intercept"
  public static let group = FeatureGroup.statistics
  public static let summary = "Linear regression of the close, at its start."
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
    values[0] = line.update(value).map { $0.value(at: 0) } ?? .nan
  }
}
