import SFCore

/// How many bars a gain takes.
///
///     target 0.02, rise, close 100, high 101 101.8 102.3        value 3
///
/// Where the horizon ends before the gain the value is missing and the window
/// is not: the time is longer than `bars`.
public struct TakeProfitTime: Labeler {
  public static let kind = "take_profit_time"
  public static let summary =
    "Bars until the high (for a fall the low) reaches `target`; null where it does not in time."
  public static let parameters = [
    Parameter("target", .ratio, default: "0.02", "the gain to reach, a fraction of the close"),
    Parameter("horizon", .integer(1...1_000_000), default: "60", "bars until the window ends"),
    Parameter("direction", .choice(["rise", "fall"]), default: "rise", "the way of the gain"),
  ]

  public let target: Ratio
  public let direction: SignalDirection
  private var barriers: Barriers

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    target = arguments.ratio("target")
    direction = arguments.name("direction") == "fall" ? .fall : .rise
    barriers = Barriers(horizon: arguments.integer("horizon"))
    guard target > .zero else {
      throw ConfigurationError("target", "must be greater than 0, is \(target)")
    }
  }

  public mutating func update(_ seen: SeenBar, into known: inout [Outcome]) {
    barriers.update(seen.bar) { window, touch, price, bars in
      known.append(
        Outcome(
          at: window.anchor.at, value: touch == .none ? .nan : Double(bars),
          window: Label.Window(
            end: seen.ts, bars: bars, gain: window.anchor.gain(at: price, direction))))
    }
    let anchor = Anchor(seen)
    barriers.open(
      anchor, direction, upper: direction == .rise ? anchor.level(above: target) : nil,
      lower: direction == .fall ? anchor.level(below: target) : nil)
  }

  public var open: [Outcome] { barriers.open.map { Outcome(at: $0.anchor.at) } }
}
