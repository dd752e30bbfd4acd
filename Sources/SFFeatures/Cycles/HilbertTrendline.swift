import SFCore

/// The close without its dominant cycle: its mean over one cycle, smoothed over four bars (Ehlers,
/// "Rocket Science for Traders", 2001).
public struct HilbertTrendline: NumberFeature {
  public static let kind = "ht_trendline"
  public static let group = FeatureGroup.cycles
  public static let summary = "Instantaneous trendline: the close without its dominant cycle."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.price)]

  private var cycle = DominantCycle.late
  private var line = CycleTrendline()

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { cycle.warmUp }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard cycle.update(value) else {
      line.push(value)
      return
    }
    let trendline = line.update(value, period: cycle.period)
    if cycle.isReady { values[0] = trendline }
  }
}
