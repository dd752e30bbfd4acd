import SFCore

/// Several filters as one: all must say yes, or any; `not` turns the answer of one round.
///
/// An answer that is not known is no yes, and `not` leaves it as it is.
public struct EntryFilters: Sendable, Codable {
  public enum Mode: String, Sendable, Codable, CaseIterable {
    /// The first that does not say yes refuses.
    case all
    /// One yes is enough; else all of them refuse together.
    case any
  }

  /// A filter, or its opposite.
  public struct Member: Sendable, Codable {
    public let isNegated: Bool
    public var filter: AnyComponent<FilterList>
    /// `volatility`, `not(volatility)`.
    public let name: String

    public init(_ filter: any EntryFilter, isNegated: Bool = false) {
      self.filter = AnyComponent(filter)
      self.isNegated = isNegated
      let kind = type(of: filter).kind
      name = isNegated ? "not(\(kind))" : kind
    }

    func answer(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> FilterAnswer {
      let answer = filter.content.answer(entry, book, row)
      guard isNegated else { return answer }
      switch answer {
      case .yes: return .no(.rule(.inside))
      case .no: return .yes
      case .unknown: return answer
      }
    }
  }

  public let mode: Mode
  public private(set) var members: [Member]

  public init(_ members: [Member] = [], mode: Mode = .all) {
    self.members = members
    self.mode = mode
  }

  public var isEmpty: Bool { members.isEmpty }

  /// Whether a filter reads columns.
  public var readsColumns: Bool { members.contains { !$0.filter.content.needs.isEmpty } }

  /// Lets each filter find its columns; refuses what is missing.
  public mutating func bind(_ header: Header, _ columns: ColumnTable) throws(StageError) {
    for index in members.indices {
      let filter = members[index].filter.content
      members[index].filter.content.bind(
        try header.positions(of: filter.needs, neededBy: type(of: filter).kind, in: columns))
    }
  }

  public mutating func update(_ mark: MarkView, _ values: Span<Double>) {
    for index in members.indices { members[index].filter.content.update(mark, values) }
  }

  /// Who refuses the entry, and why; `nil` to let it pass.
  public func refusal(
    _ entry: EntryView, _ book: Book, _ row: Span<Double>
  ) -> (by: String, reason: RefusalReason)? {
    guard !members.isEmpty else { return nil }
    for member in members {
      let answer = member.answer(entry, book, row)
      switch (mode, answer) {
      case (.any, .yes): return nil
      case (.all, .no(let reason)), (.all, .unknown(let reason)): return (member.name, reason)
      case (.all, .yes), (.any, _): continue
      }
    }
    if mode == .all { return nil }
    return ("any(\(members.map(\.name).joined(separator: ",")))", .rule(.noneSaysYes))
  }

  /// What each filter says to an entry, with the numbers that led to it.
  public func explanations(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> [String] {
    members.map { member in
      let said =
        switch member.answer(entry, book, row) {
        case .yes: "yes"
        case .no(let reason): "no, \(reason)"
        case .unknown(let reason): "unknown, \(reason)"
        }
      let numbers = member.filter.content.numbers(entry, book, row)
      return ([member.name] + numbers.map(\.description)).joined(separator: " ") + ": " + said
    }
  }
}
