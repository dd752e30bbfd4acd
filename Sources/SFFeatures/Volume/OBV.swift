import SFCore

/// On-balance volume: the volume of the first bar, then plus that of bars that close higher and
/// minus that of bars that close lower than the bar before.
///
/// A sum too great for a `Double` is no value, and begins again.
public struct OBV: BarFeature {
  public static let kind = "obv"
  public static let group = FeatureGroup.volume
  public static let summary = "On-balance volume."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.none)]
  public static let needsVolume = true

  /// The last close; `nil` before the first bar.
  private var previous: Price?
  private var total = RunningTotal()

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = total.add(direction(of: bar.close) * (bar.volume ?? .nan))
    previous = bar.close
  }

  private func direction(of close: Price) -> Double {
    guard let previous else { return 1 }
    return close > previous ? 1 : close < previous ? -1 : 0
  }
}
