import SFCore

/// Decides at each close whether a position ends; each position has its own copy.
///
/// A rule is asked once for every bar of its position's symbol, from the first
/// bar that the position lived through to the close, until it closes.
///
/// A rule that reads columns says so (`needs`). It is shown them when an entry
/// is decided, and may refuse it: a rule that has not what it needs would hold
/// the position for ever.
public protocol ExitRule: Component, ColumnReader {
  /// Takes what is known when the entry is decided; why it must not be, or `nil`.
  mutating func prepare(_ row: Span<Double>) -> String?

  /// Why the position is to be closed; `nil` to hold it. `row` are the columns of the bar.
  mutating func update(
    _ market: MarketView, _ row: Span<Double>, for position: Position
  ) -> ExitReason?
}

extension ExitRule {
  public mutating func prepare(_ row: Span<Double>) -> String? { nil }
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

  /// Lets each rule find its columns; refuses what is missing.
  public mutating func bind(_ header: Header, _ columns: ColumnTable) throws(StageError) {
    for index in rules.indices {
      let rule = rules[index].content
      rules[index].content.bind(
        try header.positions(of: rule.needs, neededBy: type(of: rule).kind, in: columns))
    }
  }

  /// Takes what is known when the entry is decided; the first rule that refuses it, and why.
  public mutating func prepare(_ row: Span<Double>) -> (rule: String, reason: String)? {
    for index in rules.indices {
      if let reason = rules[index].content.prepare(row) {
        return (type(of: rules[index].content).kind, reason)
      }
    }
    return nil
  }

  public mutating func update(
    _ market: MarketView, _ row: Span<Double>, for position: Position
  ) -> ExitReason? {
    var reason: ExitReason?
    for index in rules.indices {
      let own = rules[index].content.update(market, row, for: position)
      if reason == nil { reason = own }
    }
    return reason
  }

  /// Whether a rule reads columns.
  public var readsColumns: Bool { rules.contains { !$0.content.needs.isEmpty } }
}

public enum ExitList: ComponentList {
  public typealias Member = any ExitRule
  public static var catalog: Catalog { exitCatalog }
}
