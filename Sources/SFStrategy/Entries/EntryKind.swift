import SFCore

/// How an entry is ordered: at the market, or at a limit that rests.
public protocol EntryKind: Component {
  /// The price at which the order rests; `nil` for a market order.
  func limit(_ side: Side, at close: Price, _ lot: Lot) -> Price?

  /// Bars of its symbol for which the order rests; `nil` for a market order.
  var maxBars: Int? { get }
}

/// Every kind that `--entry` knows.
public let entryCatalog = Catalog("entry", [LimitEntry.self, MarketEntry.self])

public enum EntryList: ComponentList {
  public typealias Member = any EntryKind
  public static var catalog: Catalog { entryCatalog }
}
