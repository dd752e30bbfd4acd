import SFCore

/// Klinger's volume oscillator: two exponential averages of the volume, signed by where the typical
/// price went, one over the other, and the average of their distance.
///
///     ema(fast)(±volume) − ema(slow)(±volume)
///
/// A bar whose typical price (high + low + close) / 3 stands counts as 0. This
/// is the form that charting programs and pandas-ta compute; Stephen Klinger
/// (1997) weighted the volume by the day's range as well.
public struct KVO: BarFeature {
  public static let kind = "kvo"
  public static let group = FeatureGroup.volume
  public static let summary = "Klinger volume oscillator, and its signal."
  public static let parameters = [
    Parameter.period("fast", default: 34, "bars of the faster average"),
    Parameter.period("slow", from: 2, default: 55, "bars of the slower average"),
    Parameter.period("signal", default: 13, "values in the average of the distance"),
  ]
  public static let outputs = [FeatureOutput(.none), FeatureOutput("signal", .none)]
  public static let needsVolume = true

  public let fast: Int
  public let slow: Int
  public let signal: Int
  /// The last typical price; `nil` before the first.
  private var previous: Double?
  private var fastMean: ExponentialMean
  private var slowMean: ExponentialMean
  private var signalMean: ExponentialMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    fast = arguments.integer("fast")
    slow = arguments.integer("slow")
    signal = arguments.integer("signal")
    guard fast < slow else {
      throw ConfigurationError("fast", "must be less than slow (\(slow)), is \(fast)")
    }
    fastMean = ExponentialMean(fast)
    slowMean = ExponentialMean(slow)
    signalMean = ExponentialMean(signal)
  }

  public var warmUp: Int { slow + signal }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let distance = distance(bar)
    let mean = distance.flatMap { signalMean.update($0) }
    values[0] = mean == nil ? .nan : distance ?? .nan
    values[1] = mean ?? .nan
  }

  private mutating func distance(_ bar: Bar) -> Double? {
    let typical = bar.typicalPrice
    defer { previous = typical }
    guard let previous else { return nil }
    let volume = bar.boundedVolume
    let signed = typical > previous ? volume : typical < previous ? -volume : 0
    let faster = fastMean.update(signed)
    let slower = slowMean.update(signed)
    guard let faster, let slower else { return nil }
    return faster - slower
  }
}
