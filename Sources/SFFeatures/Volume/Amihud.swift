import SFCore

/// Amihud's illiquidity: the mean of the size of the return for a million of quote currency traded.
///
///     10⁶ · mean(|close / close before − 1| / (close · volume))
///
/// over those of the last `period` bars that traded (Yakov Amihud, "Illiquidity
/// and stock returns", 2002); where none did there is no value. A price that is
/// not positive counts as not traded.
public struct Amihud: BarFeature {
  public static let kind = "amihud"
  public static let group = FeatureGroup.volume
  public static let summary = "Amihud illiquidity: return for a million of quote currency traded."
  public static let parameters = [
    Parameter.period(default: 20, "returns in the mean")
  ]
  public static let outputs = [FeatureOutput(.none)]
  public static let needsVolume = true

  public let period: Int
  /// The last close; `nil` before the first bar.
  private var previous: Double?
  /// The impact of each bar, weighing 1 if it traded and 0 if not.
  private var impacts: RollingFold<WeightedMoments>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    impacts = RollingFold(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let close = bar.close.double
    defer { previous = close }
    values[0] = .nan
    guard let previous else { return }
    let volume = bar.boundedVolume
    let hasTraded = volume > 0 && close > 0 && previous > 0
    let impact = 1e6 * ((close / previous - 1).magnitude / (close * volume))
    let moments = impacts.update(.init(value: hasTraded ? impact : 0, weight: hasTraded ? 1 : 0))
    guard let moments, moments.weight > 0 else { return }
    values[0] = moments.mean
  }
}
