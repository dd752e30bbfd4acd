import SFCore

/// Whether a signal was right: 1 where following it from the close of its bar gained, else 0.
///
/// The window ends at the first touch of `take_profit` or `stop_loss`, or after
/// `horizon` bars; of two levels that one bar touches the stop counts. A second
/// model learns from it which signals to take: López de Prado, *Advances in
/// Financial Machine Learning* (2018), section 3.6.
public struct MetaLabel: Labeler {
  public static let kind = "meta_label"
  public static let summary =
    "Of each signal, whether following it gained (1) or not (0) within `horizon` bars."
  public static let parameters = [
    Parameter("horizon", .integer(1...1_000_000), default: "60", "bars until the window ends"),
    Parameter(
      "take_profit", .ratio, default: "none", allowsNone: true,
      "a gain that ends the window, a fraction of the close"),
    Parameter(
      "stop_loss", .ratio, default: "none", allowsNone: true,
      "a loss that ends the window, a fraction of the close"),
  ]

  public let takeProfit: Ratio?
  public let stopLoss: Ratio?
  private var barriers: Barriers

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    takeProfit = arguments.optionalRatio("take_profit")
    stopLoss = arguments.optionalRatio("stop_loss")
    barriers = Barriers(horizon: arguments.integer("horizon"))
    for (name, distance) in [("take_profit", takeProfit), ("stop_loss", stopLoss)] {
      if let distance, distance <= .zero {
        throw ConfigurationError(name, "must be greater than 0 or none, is \(distance)")
      }
    }
  }

  public mutating func update(_ seen: SeenBar, into known: inout [Outcome]) {
    barriers.update(seen.bar) { window, _, price, bars in
      let gain = window.anchor.gain(at: price, window.direction)
      known.append(
        Outcome(
          at: window.anchor.at, detector: window.detector, value: gain > 0 ? 1 : 0,
          window: Label.Window(end: seen.ts, bars: bars, gain: gain)))
    }
    let anchor = Anchor(seen)
    for signal in seen.signals {
      let isRise = signal.direction == .rise
      let (above, below) = isRise ? (takeProfit, stopLoss) : (stopLoss, takeProfit)
      barriers.open(
        anchor, signal.direction, upper: above.map(anchor.level(above:)),
        lower: below.map(anchor.level(below:)), detector: signal.detector)
    }
  }

  public var open: [Outcome] {
    barriers.open.map { Outcome(at: $0.anchor.at, detector: $0.detector) }
  }
}
