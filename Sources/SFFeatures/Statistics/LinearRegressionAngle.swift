import SFCore

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

/// The angle, in degrees, of the straight line of least squares through the last `period` closes: the
/// arc tangent of its slope, in units of the price for one bar.
public struct LinearRegressionAngle: NumberFeature {
  public static let kind = "linearreg_angle"
  public static let group = FeatureGroup.statistics
  public static let summary = "Angle of the linear regression of the close, in degrees."
  public static let parameters = LinearRegression.parameters
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var line: RollingFold<LineMoments>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    line = RollingFold(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = line.update(value).map { atan($0.slope) * (180 / .pi) } ?? .nan
  }
}
