import SFCore

/// Where the close stands among the last `period` closes, itself one of them: 0 the least, 1 the
/// greatest.
///
///     (less + equal others / 2) / (period − 1)
///
/// This is PERCENT_RANK of SQL, but that equal closes share their places: where
/// all are equal it is 0.5.
public struct PercentRank: NumberFeature {
  public static let kind = "percent_rank"
  public static let group = FeatureGroup.statistics
  public static let summary = "Rank of the close among the last ones, 0 to 1."
  public static let parameters = [
    Parameter.period(from: 2, default: 100, "closes in the window")
  ]
  public static let outputs = [FeatureOutput(.fraction)]

  public let period: Int
  private var window: RollingOrder

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    window = RollingOrder(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    window.push(value)
    values[0] = .nan
    guard window.isFull else { return }
    let less = window.count(below: value)
    let equalOthers = window.count(through: value) - less - 1
    values[0] = Double(2 * less + equalOthers) / Double(2 * (period - 1))
  }
}
