import SFCore
import SFStrategy

/// How orders are placed, and what the virtual venue allows.
public struct OrderRules: Sendable, Codable {
  /// How an entry is ordered.
  public var entry: AnyComponent<EntryList>
  /// When price rules close a position.
  public var exitTrigger: ExitTrigger
  /// How finely each symbol trades; `nil` for eight decimals each.
  public var lots: LotTable?
  /// The largest fraction of the volume of its bar that an entry may be; `nil` for any.
  public var maxParticipation: Ratio?
  /// How long an entry may wait for its first bar, in milliseconds; `nil` for any time.
  public var maxWait: Int64?

  public init(
    entry: any EntryKind = MarketEntry(), exitTrigger: ExitTrigger = .close,
    lots: LotTable? = nil, maxParticipation: Ratio? = nil, maxWait: Int64? = nil
  ) {
    self.entry = AnyComponent(entry)
    self.exitTrigger = exitTrigger
    self.lots = lots
    self.maxParticipation = maxParticipation
    self.maxWait = maxWait
  }
}
