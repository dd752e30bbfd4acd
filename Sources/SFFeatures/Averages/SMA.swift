import SFCore

/// The mean of the last `period` closes.
///
/// The sum of prices is kept in integers and divided once, so that averages that
/// are equal compare equal, and a run of any length does not drift; that of other
/// numbers is kept in twice the precision.
public struct SMA: NumberFeature {
  public static let kind = "sma"
  public static let group = FeatureGroup.averages
  public static let summary = "Simple moving average of the close."
  public static let parameters = [
    Parameter.period(default: 30, "bars in the average")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var closes: CloseSum
  /// Of numbers that are no prices.
  private var numbers: RollingSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    closes = CloseSum(period)
    numbers = RollingSum(period)
  }

  public var warmUp: Int { period }

  public mutating func update(
    _ bar: Bar, at ts: Timestamp, into values: inout MutableSpan<Double>
  ) {
    values[0] = closes.mean(with: bar.close) ?? .nan
  }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = numbers.update(value).map { $0 / Double(period) } ?? .nan
  }
}
