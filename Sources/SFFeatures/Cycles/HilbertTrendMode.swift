import SFCore

/// 1 while the close is in a trend, 0 while it is in a cycle (Ehlers, "Rocket Science for Traders",
/// 2001).
///
/// A cycle it is for half a period after its sines have crossed, and while its
/// phase moves on as fast as the period says; but never 1.5 % or more away from
/// the trendline. No trend is seen in the first 63 bars.
public struct HilbertTrendMode: NumberFeature {
  public static let kind = "ht_trendmode"
  public static let group = FeatureGroup.cycles
  public static let summary = "1 in a trend, 0 in a cycle (Hilbert transform)."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.none)]

  private var phase = CyclePhase()
  private var line = CycleTrendline()
  /// Of the last bar.
  private var degrees = 0.0
  private var (sine, leadSine) = (0.0, 0.0)
  /// Since the sines have crossed.
  private var bars = 0.0

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = 0
    guard phase.update(value) else {
      line.push(value)
      return
    }
    let trendline = line.update(value, period: phase.cycle.period)
    let isCycle = isCycle()
    let distance = (phase.cycle.smoothed - trendline).magnitude
    let isFar = trendline != 0 && distance / trendline.magnitude >= 0.015
    if phase.cycle.isReady, !isCycle || isFar { values[0] = 1 }
  }

  private mutating func isCycle() -> Bool {
    let period = phase.cycle.period
    let (sine, leadSine) = (phase.sine, phase.leadSine)
    let hasCrossed =
      sine > leadSine && self.sine <= self.leadSine || sine < leadSine && self.sine >= self.leadSine
    let step = phase.degrees - degrees
    bars = hasCrossed ? 1 : bars + 1
    (degrees, self.sine, self.leadSine) = (phase.degrees, sine, leadSine)
    let isRegular = step > 0.67 * 360 / period && step < 1.5 * 360 / period
    return hasCrossed || bars < 0.5 * period || isRegular
  }
}
