import SFCore

/// Whether a measure of the coming bars is high or low among what it was before.
///
/// The measure of a bar is taken over the `horizon` bars that end with it. A
/// bar's label is the measure `horizon` bars later against the last `lookback`
/// measures that were known at the bar: 1 from the share `high` on, -1 up to
/// the share `low`, else 0, and missing while there are fewer than `lookback`.
struct Regime: Codable, Sendable {
  static let parameters = [
    Parameter("horizon", .integer(2...1_000_000), default: "20", "bars that are measured"),
    Parameter(
      "lookback", .integer(2...1_000_000), default: "500", "measures to compare with"),
    Parameter("low", .ratio, default: "0.33", "the share up to which a measure is low"),
    Parameter("high", .ratio, default: "0.67", "the share from which on a measure is high"),
  ]

  let horizon: Int
  let low: Ratio
  let high: Ratio
  private var anchors: Recent<Anchor>
  /// Measures that become known too late for the bar at hand; `nil` for one that there is not.
  private var recent: Recent<Double?>
  private var past: RankWindow

  init(_ arguments: Arguments) throws(ConfigurationError) {
    horizon = arguments.integer("horizon")
    low = arguments.ratio("low")
    high = arguments.ratio("high")
    anchors = Recent(horizon)
    recent = Recent(horizon)
    past = RankWindow(arguments.integer("lookback"))
    guard low >= .zero, low < high, high <= .one else {
      throw ConfigurationError(
        "low", "and high must be shares with 0 <= low < high <= 1, are \(low) and \(high)")
    }
  }

  /// Takes the next bar with its measure; what has become known of the bar `horizon` before it.
  mutating func update(_ seen: SeenBar, measure: Double?) -> Outcome? {
    if let left = recent.push(measure), let left { past.push(left) }
    guard let anchor = anchors.push(Anchor(seen)) else { return nil }
    var value = Double.nan
    if let measure, past.isFull {
      let rank = past.rank(of: measure)
      value = rank >= high.double ? 1 : rank <= low.double ? -1 : 0
    }
    return Outcome(
      at: anchor.at, value: value,
      window: Label.Window(
        end: seen.ts, bars: horizon, gain: anchor.change(to: seen.bar.close)))
  }

  var open: [Outcome] { anchors.elements.map { Outcome(at: $0.at) } }
}
