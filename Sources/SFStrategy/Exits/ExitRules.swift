import SFCore

/// Several rules as one: every rule sees every bar, and where several close, one is the reason.
public struct ExitRules: Sendable, Codable {
  /// Which of several rules that close at one price is the reason.
  public enum Mode: String, Sendable, Codable, CaseIterable {
    /// The first in the list.
    case firstTriggered = "first_triggered"
    /// The one with the lowest priority, ties by place.
    case highestPriority = "highest_priority"
  }

  /// A rule and its rank among them: the lowest wins.
  struct Member: Sendable, Codable {
    var rule: AnyComponent<ExitList>
    let rank: Int
  }

  var members: [Member]

  /// `priorities` are those of the rules in their order; a rule without one has its place, from 1.
  public init(
    _ rules: [any ExitRule] = [], mode: Mode = .firstTriggered, priorities: [Int?] = []
  ) {
    let effective = rules.indices.map { index in
      (index < priorities.count ? priorities[index] : nil) ?? index + 1
    }
    let order = rules.indices.sorted { a, b in
      mode == .firstTriggered || effective[a] == effective[b] ? a < b : effective[a] < effective[b]
    }
    members = rules.enumerated().map { index, rule in
      Member(rule: AnyComponent(rule), rank: order.firstIndex(of: index) ?? index)
    }
  }

  public var isEmpty: Bool { members.isEmpty }

  /// The rules in the order of the list.
  public var rules: [any ExitRule] { members.map(\.rule.content) }

  /// Whether a rule reads columns.
  public var readsColumns: Bool { members.contains { !$0.rule.content.needs.isEmpty } }

  /// Lets each rule find its columns; refuses what is missing.
  public mutating func bind(_ header: Header, _ columns: ColumnTable) throws(StageError) {
    for index in members.indices {
      let rule = members[index].rule.content
      members[index].rule.content.bind(
        try header.positions(of: rule.needs, neededBy: type(of: rule).kind, in: columns))
    }
  }

  /// Takes what is known when the entry is decided; the first rule that refuses it, and why.
  public mutating func prepare(_ row: Span<Double>) -> (rule: String, reason: RefusalReason)? {
    for index in members.indices {
      if let reason = members[index].rule.content.prepare(row) {
        return (type(of: members[index].rule.content).kind, reason)
      }
    }
    return nil
  }

  /// Takes the columns of a bar that comes while the entry waits.
  public mutating func wait(_ row: Span<Double>) {
    for index in members.indices { members[index].rule.content.wait(row) }
  }

  /// Asks every rule at a close. `levels` says whether price rules close here, and not inside bars.
  public mutating func update(
    _ market: MarketView, _ row: Span<Double>, for position: Position, levels: Bool = true
  ) -> ExitReason? {
    var (reason, rank) = (ExitReason?.none, Int.max)
    for index in members.indices {
      guard levels || !type(of: members[index].rule.content).hasLevels else {
        members[index].rule.content.learn(market, row, for: position)
        continue
      }
      guard let own = members[index].rule.content.update(market, row, for: position),
        members[index].rank < rank
      else { continue }
      (reason, rank) = (own, members[index].rank)
    }
    return reason
  }

  /// What each rule remembers: `trailing_stop.peak`, `trailing_stop_2.peak` for a second one.
  public var memory: [(name: String, value: Double?)] {
    named.flatMap { name, rule in rule.memory.map { ("\(name).\($0.name)", $0.value) } }
  }

  /// Where the rules close a position: `tp_sl.stop_loss`, `tp_sl_2.stop_loss` of a second one, at the
  /// first price that closes it.
  public func levels(for position: Position) -> [PositionChange.ExitLevel] {
    named.flatMap { name, rule -> [PositionChange.ExitLevel] in
      let (levels, kind) = (rule.levels(for: position), type(of: rule).kind)
      let (isLong, target) = (position.direction == .long, levels.target?.priceUnits)
      let stop = levels.stop?.priceUnits
      let places = [
        (type(of: rule).targetReason, target.map { isLong ? $0.up : $0.down }),
        (type(of: rule).stopReason, stop.map { isLong ? $0.down : $0.up }),
      ]
      return places.compactMap { reason, units in
        // A level beyond all prices closes nothing.
        guard let units = units.flatMap({ Int64(exactly: $0) }), units > 0 else { return nil }
        return .init(
          name: name + reason.rawValue.dropFirst(kind.count), price: Price(units: units))
      }
    }
  }

  /// The rules, by their kinds: `trailing_stop`, `trailing_stop_2` for a second one.
  private var named: [(name: String, rule: any ExitRule)] {
    var counts: [String: Int] = [:]
    return members.map { member in
      let kind = type(of: member.rule.content).kind
      counts[kind, default: 0] += 1
      let name = counts[kind] == 1 ? kind : "\(kind)_\(counts[kind] ?? 0)"
      return (name, member.rule.content)
    }
  }
}
