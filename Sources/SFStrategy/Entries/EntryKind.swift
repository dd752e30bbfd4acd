import SFCore

/// How an entry is ordered: at the market, or at a limit that rests.
public protocol EntryKind: Component {
  /// The price at which the order rests; `nil` for a market order.
  func limit(_ side: Side, at close: Price, _ lot: Lot) -> Price?

  /// Bars of its symbol for which the order rests; `nil` for a market order.
  var maxBars: Int? { get }
}

/// Every kind that `--entry` knows.
public let entryCatalog = Catalog<any EntryKind>(
  "entry",
  [
    LimitEntry.self,
    MarketEntry.self,
  ])

extension Catalog where Member == any EntryKind {
  fileprivate init(_ noun: String, _ types: [any EntryKind.Type]) {
    self.init(noun, types.map { type in type.entry { $0 } })
  }
}

/// Entries of any kind, saved by kind.
public enum EntryList: ComponentList {
  public static var catalog: Catalog<any EntryKind> { entryCatalog }
  public static func component(_ entry: any EntryKind) -> any Component { entry }
}
