import SFCore

/// Dorsey's mass index: ranges that widen, whatever the direction.
///
///     Σ over `slow` bars of ema(fast)(range) / ema(fast)(ema(fast)(range))
///
/// A bulge above 27 that falls below 26.5 tells of a reversal (Donald Dorsey,
/// "The mass index", 1992). Where no range is left there is no ratio, and
/// the sum begins again behind it.
public struct MassIndex: BarFeature {
  public static let kind = "mass_index"
  public static let group = FeatureGroup.trend
  public static let summary = "Mass index: widening of the bars' ranges (Dorsey)."
  public static let parameters = [
    Parameter.period("fast", default: 9, "bars of the averages"),
    Parameter.period("slow", default: 25, "ratios in the sum"),
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let fast: Int
  public let slow: Int
  private var once: ExponentialMean
  private var twice: ExponentialMean
  private var ratios: RollingSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    fast = arguments.integer("fast")
    slow = arguments.integer("slow")
    once = ExponentialMean(fast)
    twice = once
    ratios = RollingSum(slow)
  }

  public var warmUp: Int { 2 * fast + slow - 2 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let once = once.update(bar.range), let twice = twice.update(once) else { return }
    guard twice >= leastRemnant else { return ratios.clear() }
    values[0] = ratios.update(once / twice) ?? .nan
  }
}
