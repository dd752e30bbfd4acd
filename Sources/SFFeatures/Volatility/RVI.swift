import SFCore

/// Dorsey's relative volatility index: the share of deviation while the close rises in all deviation,
/// 0 to 100.
///
///     100 · ema(up) / (ema(up) + ema(down))
///
/// where up is the deviation of the last `deviation` closes if this one is
/// higher than the one before, else 0, and down the same for lower (Donald
/// Dorsey, "The relative volatility index", 1993; the exponential average is
/// that of charting programs). A close that does not change has no share.
public struct RVI: NumberFeature {
  public static let kind = "rvi"
  public static let group = FeatureGroup.volatility
  public static let summary = "Relative volatility index of the close, 0 to 100 (Dorsey)."
  public static let parameters = [
    Parameter.period(default: 14, "bars of the averages"),
    Parameter.period("deviation", from: 2, default: 10, "closes in the deviation"),
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  public let deviation: Int
  /// The last number; `nil` before the first.
  private var previous: Double?
  private var moments: RollingMoments
  private var up: ExponentialMean
  private var down: ExponentialMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    deviation = arguments.integer("deviation")
    moments = RollingMoments(deviation)
    up = ExponentialMean(period)
    down = ExponentialMean(period)
  }

  public var warmUp: Int { deviation + period - 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let before = previous ?? value
    previous = value
    values[0] = .nan
    guard let deviation = moments.update(value)?.populationDeviation else { return }
    let up = up.update(value > before ? deviation : 0)
    let down = down.update(value < before ? deviation : 0)
    guard let up, let down, up + down >= leastRemnant else { return }
    values[0] = 100 * (up / (up + down))
  }
}
