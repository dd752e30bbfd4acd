import SFCore

/// The mean of the last `period` closes in which those in the middle weigh most: a simple average
/// of simple averages.
public struct TRIMA: NumberFeature {
  public static let kind = "trima"
  public static let group = FeatureGroup.averages
  public static let summary = "Triangular moving average: closes in the middle weigh most."
  public static let parameters = [
    Parameter.period(default: 30, "bars in the average")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var inner: RollingMean
  private var outer: RollingMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    // Both windows together see `period` bars: 10 and 11 of 20, 11 and 11 of 21.
    inner = RollingMean((period + 1) / 2)
    outer = RollingMean(period / 2 + 1)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = inner.update(value).flatMap { outer.update($0) } ?? .nan
  }
}
