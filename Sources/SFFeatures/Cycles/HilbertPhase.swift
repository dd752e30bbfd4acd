import SFCore

/// Where in its dominant cycle the close stands, in degrees (Ehlers, "Rocket Science for Traders",
/// 2001).
///
/// A close that stood for 53 bars, or never moved, has none.
public struct HilbertPhase: NumberFeature {
  public static let kind = "ht_dcphase"
  public static let group = FeatureGroup.cycles
  public static let summary = "Phase of the dominant cycle, -45 to 315 degrees (Hilbert transform)."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.none)]

  private var phase = CyclePhase()

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { phase.cycle.warmUp }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    _ = phase.update(value)
    values[0] = phase.cycle.isReady && !phase.cycle.isStill ? phase.degrees : .nan
  }
}
