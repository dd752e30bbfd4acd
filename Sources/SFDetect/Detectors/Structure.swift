import SFCore
import SFExpressions

/// Says when the structure of the market turns: higher highs with higher lows are a rise, lower
/// highs with lower lows a fall.
///
/// Highs and lows are those of a zigzag: a high is one from which price has
/// since fallen by `reversal`, a low one from which it has risen by as much,
/// by turns. They are known when that has happened, and not before:
///
///     reversal 0.1    100 120 107 130 115 140 125
///                          H   L   H   L              120 known at 107, 107 at 130
///                                      rise           130 > 120, known at 115, and 115 > 107 at 140
///
/// A bar counts by its high and its low; one that both makes a new extreme and
/// reverses it makes the extreme first. The strength is the last leg between a
/// high and a low, as a fraction of its beginning.
public struct Structure: Detector {
  public static let kind = "structure"
  public static let summary = "The highs and lows of a zigzag turn upwards or downwards."
  public static let strengthUnit = StrengthUnit.unit(.fraction)
  public static let parameters = [
    Parameter("reversal", .number, default: "0.02", "the way back that makes an extreme, of 1")
  ]

  public let reversal: Double
  /// The highest high and the lowest low since the last extreme; `nil` before the first bar.
  private var high: Double?
  private var low: Double?
  /// Whether the leg that is under way rises; `nil` until one of `reversal` is known.
  private var isRising: Bool?
  private var highs = Extremes()
  private var lows = Extremes()

  /// The last two extremes of a kind.
  private struct Extremes: Codable {
    var last: Double?
    var before: Double?

    mutating func add(_ price: Double) { (last, before) = (price, last) }

    /// Whether the last is higher than the one before; `nil` when it is neither higher nor lower.
    var isHigher: Bool? {
      guard let last, let before, last != before else { return nil }
      return last > before
    }
  }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    reversal = arguments.number("reversal")
    guard 0 < reversal, reversal < 1 else {
      throw ConfigurationError("reversal", "must be between 0 and 1, is \(reversal)")
    }
  }

  public var names: [String] { [] }
  public var readsFields: Bool { false }

  public mutating func bind(_ places: [ValuePlace]) {}

  public mutating func update(
    _ bar: Bar, _ fields: [MarketField], _ row: Span<Double>
  ) -> Observation {
    follow(bar.high.double, bar.low.double)
    guard let isHigher = highs.isHigher, isHigher == lows.isHigher, let leg else {
      return Observation()
    }
    return isHigher
      ? Observation(rise: .present(strength: leg)) : Observation(fall: .present(strength: leg))
  }

  private mutating func follow(_ barHigh: Double, _ barLow: Double) {
    let high = max(self.high ?? barHigh, barHigh)
    let low = min(self.low ?? barLow, barLow)
    (self.high, self.low) = (high, low)
    if isRising != false, barLow <= high * (1 - reversal) {
      // Before the first leg nobody knows what came before the high.
      if isRising == true { highs.add(high) }
      turn(rising: false, barHigh, barLow)
    } else if isRising != true, barHigh >= low * (1 + reversal) {
      if isRising == false { lows.add(low) }
      turn(rising: true, barHigh, barLow)
    }
  }

  /// The other extreme is looked for from here on.
  private mutating func turn(rising: Bool, _ barHigh: Double, _ barLow: Double) {
    isRising = rising
    if rising { high = barHigh } else { low = barLow }
  }

  /// The last known leg, as a fraction of its beginning; `nil` while there is none.
  private var leg: Double? {
    guard let high = highs.last, let low = lows.last, let isRising else { return nil }
    let leg = isRising ? 1 - low / high : high / low - 1
    return leg.isFinite ? leg : nil
  }
}
