import SFCore

/// The mean of the last `period` closes.
///
/// Its sum is kept in integers and divided once, so that averages that are
/// equal compare equal, and a run of any length does not drift.
public struct SMA: BarFeature {
  public static let kind = "sma"
  public static let group = FeatureGroup.averages
  public static let summary = "Simple moving average of the close."
  public static let parameters = [
    Parameter.period(default: 30, "bars in the average")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var closes: CloseSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    closes = CloseSum(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = closes.mean(with: bar.close) ?? .nan
  }
}
