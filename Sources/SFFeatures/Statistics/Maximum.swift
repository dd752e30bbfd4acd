import SFCore

/// The highest of the last `period` closes.
public struct Maximum: NumberFeature {
  public static let kind = "max"
  public static let group = FeatureGroup.statistics
  public static let summary = "Highest close of a window."
  public static let parameters = [
    Parameter.period(default: 30, "bars in the window, the current one included")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var extreme: RollingExtreme<Double>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    extreme = RollingExtreme(.greatest, period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = extreme.update(value) ?? .nan
  }
}
