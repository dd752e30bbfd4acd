import SFCore

/// Refuses the same again: an entry of a symbol, side and detector that had one within some bars.
public struct DuplicateRule: RiskRule {
  public static let kind = "duplicate"
  public static let summary = "Refuses an entry that was just made."
  public static let parameters = [
    Parameter("bars", .integer(0...1_000_000), default: "1", "of the symbol, since the last one")
  ]

  public let bars: Int
  /// The last entry of each symbol, side and detector.
  private var last: [Made] = []

  private struct Made: Codable, Hashable, Sendable {
    let series: SeriesIndex
    let side: Side
    let detector: String?
    /// How many bars the series had had.
    var bar: Int

    init(_ entry: RiskEntry) {
      series = entry.series
      side = entry.order.side
      detector = entry.order.detector
      bar = entry.market.count(of: entry.series)
    }

    func isSame(as other: Made) -> Bool {
      series == other.series && side == other.side && detector == other.detector
    }
  }

  public init(_ arguments: Arguments) { bars = arguments.integer("bars") }

  public mutating func note(_ request: PassedRequest) {
    guard let made = request.entry.map(Made.init) else { return }
    if let index = last.firstIndex(where: made.isSame) {
      last[index].bar = made.bar
    } else {
      last.append(made)
    }
  }

  /// Bars since the same was entered; `nil` when it never was.
  private func since(_ entry: RiskEntry) -> Int? {
    let made = Made(entry)
    return last.first(where: made.isSame).map { made.bar - $0.bar }
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    guard let since = since(entry), since <= bars else { return .pass }
    return .no(.rule(.duplicate))
  }

  public func explanation(_ entry: RiskEntry) -> String {
    let since = since(entry).map { "\($0) bars ago" } ?? "never"
    return "\(Self.kind): more than \(bars) bars since the same, which was \(since)"
  }
}
