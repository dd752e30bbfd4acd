import SFCore

/// How much of the true range the closes keep above the true low, in three windows of which the
/// shortest weighs 4 and the longest 1, 0 to 100 (Williams, "The Ultimate Oscillator", 1985).
///
/// A window without a range has no share, and then there is no value.
public struct UltimateOscillator: BarFeature {
  public static let kind = "ultosc"
  public static let group = FeatureGroup.momentum
  public static let summary = "Ultimate oscillator: buying pressure over three windows."
  public static let parameters = [
    Parameter.period("short", default: 7, "bars in the shortest window"),
    Parameter.period("medium", default: 14, "bars in the window between"),
    Parameter.period("long", default: 28, "bars in the longest window"),
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let long: Int
  private var range = TrueRange()
  /// The last close; `nil` before the first bar.
  private var previous: Double?
  private var pressures: [RollingSum]
  private var ranges: [RollingSum]

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    let periods = ["short", "medium", "long"].map { arguments.integer($0) }
    guard periods[0] <= periods[1], periods[1] <= periods[2] else {
      throw ConfigurationError(
        "short", "must be at most medium, and medium at most long, are \(periods)")
    }
    long = periods[2]
    pressures = periods.map { RollingSum($0) }
    ranges = pressures
  }

  public var warmUp: Int { long + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let close = bar.close.double
    defer { previous = close }
    let range = range.update(bar)
    values[0] = .nan
    guard let range, let previous else { return }
    let pressure = close - min(bar.low.double, previous)
    let short = share(0, pressure, range)
    let medium = share(1, pressure, range)
    let long = share(2, pressure, range)
    guard let short, let medium, let long else { return }
    // A share that is missing makes all missing.
    values[0] = 100 * (4 * short + 2 * medium + long) / 7
  }

  /// The pressure of a window as a share of its range, NaN where it has none; `nil` while it is
  /// not full.
  private mutating func share(_ window: Int, _ pressure: Double, _ range: Double) -> Double? {
    let pressure = pressures[window].update(pressure)
    let range = ranges[window].update(range)
    guard let pressure, let range else { return nil }
    return SFFeatures.share(pressure, of: range)
  }
}
