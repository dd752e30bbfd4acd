import SFCore

/// The components of the dominant cycle of the close, in its unit: what moves with the cycle and
/// what is a quarter ahead (Ehlers, "Rocket Science for Traders", 2001).
public struct HilbertPhasor: NumberFeature {
  public static let kind = "ht_phasor"
  public static let group = FeatureGroup.cycles
  public static let summary = "Components of the dominant cycle, in phase and a quarter ahead."
  public static let parameters: [Parameter] = []
  public static let outputs = [
    FeatureOutput("inphase", .price), FeatureOutput("quadrature", .price),
  ]

  private var cycle = DominantCycle.early

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { cycle.warmUp }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    _ = cycle.update(value)
    values[0] = cycle.isReady ? cycle.inPhase : .nan
    values[1] = cycle.isReady ? cycle.quadrature : .nan
  }
}
