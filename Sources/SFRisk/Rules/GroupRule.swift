import SFCore

/// Bounds what a group of symbols may be of the whole: the sector or the class of size of the symbol,
/// as a file says. Symbols that it does not name are the group `other`.
public struct GroupRule: RiskRule {
  public static let kind = "group"
  public static let summary = "Bounds what a group of symbols may be of the equity."
  public static let parameters = [
    Parameter("file", .text, "YAML: a list of symbols by the name of each group"),
    Parameter("max_pct", .ratio, default: "0.4", most: 1, "of the equity"), .cut,
  ]

  public let file: String
  public let maxPct: Ratio
  public let cuts: Bool
  /// `nil` until it is handed in.
  public private(set) var table: GroupTable?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    file = arguments.name("file")
    maxPct = try arguments.positiveRatio("max_pct")
    cuts = arguments.cuts
  }

  /// The same rule with what its file says.
  public func with(_ table: GroupTable) -> GroupRule {
    var copy = self
    copy.table = table
    return copy
  }

  public var lacks: String? { table == nil ? "the groups of \(file)" : nil }

  private func used(_ entry: RiskEntry) -> Money? {
    guard let table else { return nil }
    let group = table.name(of: entry.order.symbol)
    var members: [SeriesIndex] = []
    for position in entry.book.positions where table.name(of: position.symbol) == group {
      members.append(position.series)
    }
    for waiting in entry.book.entries where table.name(of: waiting.order.symbol) == group {
      members.append(waiting.series)
    }
    return entry.book.notional(at: entry.market.closes) { members.contains($0) }
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    entry.room(maxPct, besides: used(entry), .room(.maxPct))
  }

  public func explanation(_ entry: RiskEntry) -> String {
    let group = table?.name(of: entry.order.symbol) ?? GroupTable.other
    return "\(Self.kind): \(group) \(entry.text(maxPct, besides: used(entry)))"
  }
}
