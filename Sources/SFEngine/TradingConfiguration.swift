import SFBroker
import SFCore
import SFStrategy

/// What the trading stage is told: its trader, and its venue.
public struct TradingConfiguration: Sendable, Codable {
  public var trader: TraderRules
  public var venue: VenueRules
  /// What a run has left that this one goes on with; `nil` for nothing. Its worth is the capital.
  public var carried: CarriedBook?

  /// `minNotional` is the smallest entry, in quote currency; `maxPositions` counts all symbols, `nil`
  /// for no limit. The other settings are those of `TraderRules`.
  public init(
    capital: Price = 10_000, interval: Interval? = nil, fill: FillModel = .nextOpen, costs: Costs,
    sizer: any Sizer, entries: EntryRules = EntryRules(), orders: OrderRules = OrderRules(),
    exits: ExitRules = ExitRules(), allowShort: Bool = false, maxPositionsPerSymbol: Int = 1,
    maxPositions: Int? = nil, minNotional: Price = 0, closeAtEnd: Bool = false,
    explains: Bool = false, writesMetrics: Bool = false, writesMemory: Bool = false,
    idPrefix: String = ""
  ) {
    let conditions = TradingConditions(
      capital: capital, interval: interval, fill: fill, costs: costs, lots: orders.lots,
      minNotional: minNotional)
    trader = TraderRules(
      conditions, sizer: sizer, entries: entries, entryKind: orders.entry.content, exits: exits,
      exitTrigger: orders.exitTrigger, allowShort: allowShort,
      maxPositionsPerSymbol: maxPositionsPerSymbol, maxPositions: maxPositions,
      closeAtEnd: closeAtEnd, explains: explains, writesMetrics: writesMetrics,
      writesMemory: writesMemory, idPrefix: idPrefix)
    venue = VenueRules(
      conditions, maxParticipation: orders.maxParticipation, maxWait: orders.maxWait)
  }
}
