import SFCore

/// The middle between the highest and the lowest of the last `period` closes.
public struct Midpoint: NumberFeature {
  public static let kind = "midpoint"
  public static let group = FeatureGroup.averages
  public static let summary = "Middle between the highest and the lowest close of a window."
  public static let parameters = [
    Parameter.period(default: 14, "bars in the window, the current one included")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var range: RollingRange

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    range = RollingRange(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let (highest, lowest) = range.update(high: value, low: value) else { return }
    values[0] = (highest + lowest) / 2
  }
}
