import SFCore

/// On-balance volume: the volume of the first bar, then plus that of bars that close higher and
/// minus that of bars that close lower than the bar before.
///
/// The sum keeps what rounding takes from it (Neumaier), and so is as exact
/// after ten million bars as after ten. A sum too great for a `Double` is no
/// value, and begins again.
public struct OBV: BarFeature {
  public static let kind = "obv"
  public static let group = FeatureGroup.volume
  public static let summary = "On-balance volume."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.none)]
  public static let needsVolume = true

  /// The last close; `nil` before the first bar.
  private var previous: Price?
  private var sum = 0.0
  /// What was lost in rounding `sum`.
  private var rest = 0.0

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    defer { previous = bar.close }
    let volume = bar.volume ?? .nan
    if let previous {
      if bar.close > previous { add(volume) } else if bar.close < previous { add(-volume) }
    } else {
      add(volume)
    }
    values[0] = sum + rest
    guard !values[0].isFinite else { return }
    sum = 0
    rest = 0
  }

  private mutating func add(_ volume: Double) {
    let total = sum + volume
    rest += sum.magnitude >= volume.magnitude ? (sum - total) + volume : (volume - total) + sum
    sum = total
  }
}
