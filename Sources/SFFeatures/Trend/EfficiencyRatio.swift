import SFCore

/// Kaufman's efficiency ratio: the net change over the way that the close went, 0 to 1.
///
///     |close − close before| / Σ |change|   over `period` bars
///
/// 1 is a straight line (Perry Kaufman, "Smarter trading", 1995). A close that
/// stands went no way, and has no ratio.
public struct EfficiencyRatio: NumberFeature {
  public static let kind = "efficiency_ratio"
  public static let group = FeatureGroup.trend
  public static let summary = "Efficiency ratio of the close: net change over path, 0 to 1."
  public static let parameters = [
    Parameter.period(default: 10, "changes of the close in the path")
  ]
  public static let outputs = [FeatureOutput(.fraction)]

  public let period: Int
  /// The closes before this one, the first of them `period` bars old.
  private var closes: Ring<Double>
  private var path: RollingSum
  /// The last number; `nil` before the first.
  private var previous: Double?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    closes = Ring(period)
    path = RollingSum(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let before = closes.push(value)
    let way = previous.flatMap { path.update((value - $0).magnitude) }
    previous = value
    values[0] = .nan
    guard let before, let way, way > 0 else { return }
    values[0] = min(1, (value - before).magnitude / way)
  }
}
