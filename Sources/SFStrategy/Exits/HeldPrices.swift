import SFCore

/// The prices at which no rule closes a position, as long as it is open.
///
///     long from 100, take_profit_pct 0.03, stop_loss_pct 0.015
///     held from 98.50000001 to 102.99999999
///
/// Levels are finer than prices, and most bars are between them: here a bar is two comparisons of
/// whole numbers.
public struct HeldPrices: Hashable, Sendable, Codable {
  /// In units of 10⁻⁸, both included; none when the lowest is above the highest.
  private let lowest: Int64
  private let highest: Int64

  /// What is beyond neither of the levels of a position.
  init(between levels: ExitLevels, _ direction: Direction) {
    let (below, above) =
      direction == .long ? (levels.stop, levels.target) : (levels.target, levels.stop)
    lowest = below.map { Int64(clamping: $0.priceUnits.down + 1) } ?? .min
    highest = above.map { Int64(clamping: $0.priceUnits.up - 1) } ?? .max
  }

  /// Every price.
  init() { (lowest, highest) = (.min, .max) }

  /// The prices that are in both.
  func intersection(_ other: HeldPrices) -> HeldPrices {
    HeldPrices(lowest: max(lowest, other.lowest), highest: min(highest, other.highest))
  }

  private init(lowest: Int64, highest: Int64) {
    (self.lowest, self.highest) = (lowest, highest)
  }

  @inline(__always)
  func contains(_ price: Price) -> Bool { lowest <= price.units && price.units <= highest }
}

extension ExitRules {
  /// The prices at which none of the rules closes a position that has just been opened; `nil` when
  /// one of them has to be asked at every bar.
  func heldPrices(for position: Position) -> HeldPrices? {
    var held = HeldPrices()
    for member in members {
      let rule = member.rule.content
      guard type(of: rule).hasFixedLevels else { return nil }
      held = held.intersection(
        HeldPrices(between: rule.levels(for: position), position.direction))
    }
    return held
  }
}
