import SFCore

/// The lowest of the last `period` closes.
public struct Minimum: NumberFeature {
  public static let kind = "min"
  public static let group = FeatureGroup.statistics
  public static let summary = "Lowest close of a window."
  public static let parameters = [
    Parameter.period(default: 30, "bars in the window, the current one included")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var extreme: RollingExtreme<Double>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    extreme = RollingExtreme(.smallest, period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = extreme.update(value) ?? .nan
  }
}
