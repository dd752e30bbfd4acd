import SFCore

/// Which of three barriers the price meets first: one above, one below, or the end of time.
///
///     up 0.02, down 0.01, horizon 3, close 100    levels 102 and 99
///     high   101    101.5    102                  value 1, 3 bars
///     low     99.5   99.2     98.9                value -1: the third bar touches both, worse first
///
/// With `vol_span` the two distances are multiples of the volatility at the
/// bar: the exponentially weighted sample deviation of the returns of the
/// closes, per bar, over a span of so many bars. López de Prado, *Advances in Financial
/// Machine Learning* (2018), chapter 3, where they are `pt` and `sl`, and `t1`
/// is the end of the window.
public struct TripleBarrier: Labeler {
  public static let kind = "triple_barrier"
  public static let summary =
    "Which is touched first: a level above (1), one below (-1; both in one bar: -1), or neither (0)."
  public static let parameters = [
    Parameter("horizon", .integer(1...1_000_000), default: "60", "bars until the window ends"),
    Parameter(
      "up", .ratio, default: "0.02", allowsNone: true,
      "distance of the level above, a fraction of the close"),
    Parameter(
      "down", .ratio, default: "0.02", allowsNone: true,
      "distance of the level below, a fraction of the close"),
    Parameter(
      "vol_span", .integer(2...1_000_000), default: "none", allowsNone: true,
      "bars over which volatility is measured; up and down are then multiples of it"),
    Parameter(
      "timeout", .choice(["zero", "sign"]), default: "zero",
      "the value when neither is touched: 0, or the sign of the return"),
  ]

  public let up: Ratio?
  public let down: Ratio?
  let timeoutHasSign: Bool
  private var volatility: Volatility?
  private var barriers: Barriers

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    up = arguments.optionalRatio("up")
    down = arguments.optionalRatio("down")
    timeoutHasSign = arguments.name("timeout") == "sign"
    barriers = Barriers(horizon: arguments.integer("horizon"))
    volatility = Int(arguments.name("vol_span")).map { Volatility(span: $0) }
    for (name, distance) in [("up", up), ("down", down)] {
      if let distance, distance <= .zero {
        throw ConfigurationError(name, "must be greater than 0 or none, is \(distance)")
      }
    }
  }

  public mutating func update(_ seen: SeenBar, into known: inout [Outcome]) {
    barriers.update(seen.bar) { window, touch, price, bars in
      let change = window.anchor.change(to: price)
      let value: Double =
        switch touch {
        case .upper: 1
        case .lower: -1
        case .none: timeoutHasSign ? Double((change > 0 ? 1 : 0) - (change < 0 ? 1 : 0)) : 0
        }
      known.append(
        Outcome(
          at: window.anchor.at, value: value,
          window: Label.Window(end: seen.ts, bars: bars, gain: change)))
    }
    let anchor = Anchor(seen)
    guard volatility != nil else {
      barriers.open(
        anchor, .rise, upper: up.map(anchor.level(above:)), lower: down.map(anchor.level(below:)))
      return
    }
    guard let deviation = volatility?.update(seen.bar.close) else {
      // While volatility is not known there is no distance, and there will be none.
      known.append(Outcome(at: seen.ts))
      return
    }
    barriers.open(
      anchor, .rise, upper: up.map { anchor.level($0.double * deviation) },
      lower: down.map { anchor.level(-$0.double * deviation) })
  }

  public var open: [Outcome] { barriers.open.map { Outcome(at: $0.anchor.at) } }
}

extension Anchor {
  /// The price at this distance, a fraction with its sign, in whole units away from the close.
  fileprivate func level(_ distance: Double) -> Price {
    let units = Double(close.units) * (1 + distance)
    let rounded = distance > 0 ? units.rounded(.up) : units.rounded(.down)
    return Price(units: Int64(exactly: rounded) ?? (distance > 0 ? .max : 0))
  }
}
