import SFCore

/// The period of the dominant cycle of the close, in bars (Ehlers, "Rocket Science for Traders",
/// 2001).
///
/// A close that stood for 53 bars, or never moved, has none.
public struct HilbertPeriod: NumberFeature {
  public static let kind = "ht_dcperiod"
  public static let group = FeatureGroup.cycles
  public static let summary = "Period of the dominant cycle, 6 to 50 bars (Hilbert transform)."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.none)]

  private var cycle = DominantCycle.early

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { cycle.warmUp }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    _ = cycle.update(value)
    values[0] = cycle.isReady && !cycle.isStill ? cycle.period : .nan
  }
}
