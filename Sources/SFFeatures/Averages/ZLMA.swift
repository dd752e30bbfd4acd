import SFCore

/// The zero-lag average: an exponential average of the close, ahead by what it changed over the lag.
///
///     ema(period)(2 · close − close before (period − 1) / 2 bars)
///
/// with the lag rounded down (Ehlers and Way, "Zero lag (well, almost)", 2010).
public struct ZLMA: NumberFeature {
  public static let kind = "zlma"
  public static let group = FeatureGroup.averages
  public static let summary = "Zero lag exponential moving average of the close."
  public static let parameters = [
    Parameter.period(default: 10, "bars; each weighs 2 / (period + 1)")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  /// The closes of the lag and the current one.
  private var closes: Ring<Double>
  private var mean: ExponentialMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    closes = Ring(max(1, (period - 1) / 2))
    mean = ExponentialMean(period)
  }

  private var lag: Int { (period - 1) / 2 }

  public var warmUp: Int { lag + period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let before = lag == 0 ? value : closes.push(value) else { return }
    values[0] = mean.update(value + (value - before)) ?? .nan
  }
}
