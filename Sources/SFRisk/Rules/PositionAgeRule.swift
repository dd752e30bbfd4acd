import SFCore

/// Exits a position at the close of its bar `max_bars`: the bar in which it filled is the first,
/// after a fill at a close it is the bar after.
public struct PositionAgeRule: RiskRule {
  public static let kind = "position_age"
  public static let summary = "Exits a position that has lived through some bars."
  public static let parameters = [
    Parameter("max_bars", .integer(1...1_000_000), "at the close of this bar of the position")
  ]
  public static let exits = true

  public let maxBars: Int

  public init(_ arguments: Arguments) { maxBars = arguments.integer("max_bars") }

  public func isDue(_ position: RiskPosition, _ market: RiskMarket, at ts: Timestamp) -> Bool {
    position.bars(in: market) >= maxBars && market.lastBar(of: position.series) == ts
  }

  public func explanation(_ entry: RiskEntry) -> String {
    "\(Self.kind): refuses nothing, exits at bar \(maxBars)"
  }
}
