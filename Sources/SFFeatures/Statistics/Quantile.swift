import SFCore

/// The close below which a part of the last `period` closes lies.
///
/// Between two closes it is interpolated: the place among them in ascending
/// order is q · (period − 1), from 0 (Hyndman and Fan, "Sample quantiles in
/// statistical packages", 1996: type 7), as numpy and pandas have it.
public struct Quantile: NumberFeature {
  public static let kind = "quantile"
  public static let group = FeatureGroup.statistics
  public static let summary = "Quantile of the close."
  public static let parameters = [
    Parameter.period(default: 30, "closes in the window"),
    Parameter("q", .number, default: "0.5", "the part that lies below, 0 to 1"),
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  public let q: Double
  private var window: RollingOrder

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    q = arguments.number("q")
    guard (0...1).contains(q) else { throw ConfigurationError("q", "must be 0 to 1, is \(q)") }
    window = RollingOrder(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    window.push(value)
    values[0] = window.isFull ? window.quantile(q) ?? .nan : .nan
  }
}
