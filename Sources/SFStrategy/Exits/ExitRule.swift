import SFCore

/// Decides at each close whether a position ends; each position has its own copy.
///
/// A rule is asked once for every bar of its position's symbol, from the first
/// bar that the position lived through to the close, until it closes.
public protocol ExitRule: Component {
  /// Why the position is to be closed; `nil` to hold it.
  mutating func update(_ market: MarketView, for position: Position) -> ExitReason?
}

/// Why a position was closed: the rule, and which of its levels (`tp_sl.take_profit`).
public struct ExitReason: RawRepresentable, Hashable, Sendable, Codable {
  public let rawValue: String

  public init(rawValue: String) { self.rawValue = rawValue }

  /// The stream ended, and `--close-at-end` asked for it.
  public static let closeAtEnd = ExitReason(rawValue: "close_at_end")
}

/// Several rules as one: every rule sees every bar, and the first in the list wins.
public struct ExitRules: Sendable, Codable {
  public private(set) var rules: [AnyComponent<ExitList>]

  public init(_ rules: [any ExitRule]) { self.rules = rules.map(AnyComponent.init) }

  public mutating func update(_ market: MarketView, for position: Position) -> ExitReason? {
    var reason: ExitReason?
    for index in rules.indices {
      let own = rules[index].content.update(market, for: position)
      if reason == nil { reason = own }
    }
    return reason
  }
}

public enum ExitList: ComponentList {
  public typealias Member = any ExitRule
  public static var catalog: Catalog { exitCatalog }
}
