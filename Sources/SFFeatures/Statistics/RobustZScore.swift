import SFCore

/// How many robust deviations the close lies above the median of the last `period` closes.
///
///     (close − median) / (1.4826 · mad)
///
/// (Iglewicz and Hoaglin, "How to detect and handle outliers", 1993, with the
/// factor that makes it a `zscore` for a normal distribution.) Where more than
/// half of the closes are equal there is no deviation, and no score.
public struct RobustZScore: NumberFeature {
  public static let kind = "robust_zscore"
  public static let group = FeatureGroup.statistics
  public static let summary = "Distance of the close from its median, in robust deviations."
  public static let parameters = Median.parameters
  public static let outputs = [FeatureOutput(.none)]

  /// 1 / Φ⁻¹(0.75): a normal deviation over its median absolute deviation.
  private static let scale = 1.482602218505602

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
    guard window.isFull, let median = window.median,
      let deviation = window.medianDistance(from: median), deviation > 0
    else { return }
    values[0] = (value - median) / (Self.scale * deviation)
  }
}
