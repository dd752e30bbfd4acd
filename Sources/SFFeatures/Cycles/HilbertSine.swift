import SFCore

/// The sine of the phase of the dominant cycle, and one that is an eighth of a cycle ahead: in a
/// cycle they cross at its turns, in a trend they do not (Ehlers, "Rocket Science for Traders",
/// 2001).
///
/// A close that stood for 53 bars, or never moved, has no phase.
public struct HilbertSine: NumberFeature {
  public static let kind = "ht_sine"
  public static let group = FeatureGroup.cycles
  public static let summary = "Sine of the dominant cycle's phase, and one 45 degrees ahead."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.none), FeatureOutput("lead", .none)]

  private var phase = CyclePhase()

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { phase.cycle.warmUp }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    _ = phase.update(value)
    let hasPhase = phase.cycle.isReady && !phase.cycle.isStill
    values[0] = hasPhase ? phase.sine : .nan
    values[1] = hasPhase ? phase.leadSine : .nan
  }
}
