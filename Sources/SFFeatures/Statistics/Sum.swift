import SFCore

/// The sum of the last `period` closes.
public struct Sum: NumberFeature {
  public static let kind = "sum"
  public static let group = FeatureGroup.statistics
  public static let summary = "Sum of the closes of a window."
  public static let parameters = [
    Parameter.period(default: 30, "bars in the window")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var total: RollingSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    total = RollingSum(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = total.update(value) ?? .nan
  }
}
