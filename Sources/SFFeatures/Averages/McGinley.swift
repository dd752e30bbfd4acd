import SFCore

/// The McGinley dynamic: an average that hurries after a falling price and lets a rising one go.
///
///     m + (close − m) / (k · period · (close / m)⁴)
///
/// (John McGinley, 1990; he wrote of k = 0.6 as well). It begins as the first
/// close. A step goes never further than to the close, where the formula would
/// overshoot; a price that is not positive has no ratio, and the average begins
/// there again.
public struct McGinley: NumberFeature {
  public static let kind = "mcginley"
  public static let group = FeatureGroup.averages
  public static let summary = "McGinley dynamic of the close."
  public static let parameters = [
    Parameter.period(default: 10, "bars of the average that it resembles"),
    Parameter("k", .number, default: "1", "makes it slower when greater"),
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  public let k: Double
  /// `nil` before the first bar.
  private var average: Double?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    k = arguments.number("k")
    guard k > 0 else { throw ConfigurationError("k", "must be greater than 0, is \(k)") }
  }

  public var warmUp: Int { 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let next = next(value)
    average = next
    values[0] = next
  }

  private func next(_ value: Double) -> Double {
    guard let average, average > 0, value > 0 else { return value }
    let ratio = value / average
    let squared = ratio * ratio
    return average + (value - average) / max(1, k * Double(period) * squared * squared)
  }
}
