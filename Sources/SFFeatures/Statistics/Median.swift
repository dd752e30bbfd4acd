import SFCore

/// The middle one of the last `period` closes, or the mean of the two in the middle.
public struct Median: NumberFeature {
  public static let kind = "median"
  public static let group = FeatureGroup.statistics
  public static let summary = "Median of the close."
  public static let parameters = [
    Parameter.period(default: 30, "closes in the window")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var window: RollingOrder

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    window = RollingOrder(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    window.push(value)
    values[0] = window.isFull ? window.median ?? .nan : .nan
  }
}
