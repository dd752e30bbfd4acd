import SFCore
import SFStats

/// Bounds what moves together: the symbol of the entry, and each held or waiting one whose
/// correlation with it is above `max`.
///
/// Pearson's correlation of the simple returns between the closes of the last `window` marks that
/// both share. Of fewer than 30 nothing is known, which counts as correlated; prices that do not move
/// have none, which does not exceed `max`.
public struct CorrelationRule: RiskRule {
  public static let kind = "correlation"
  public static let summary = "Bounds what moves together with the symbol of the entry."
  public static let parameters = [
    Parameter("max", .number, default: "0.7", "a correlation above it counts, −1 to 1"),
    Parameter("window", .integer(30...10_000), default: "100", "common marks of two symbols"),
    Parameter("max_pct", .ratio, default: "0.5", most: 1, "all that moves together, of the equity"),
    .cut,
  ]
  public static let watches = true

  /// Below so many common marks a correlation says nothing.
  static let fewestMarks = 30

  public let max: Double
  public let window: Int
  public let maxPct: Ratio
  public let cuts: Bool
  private var history: ReturnHistory

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = arguments.number("max")
    window = arguments.integer("window")
    maxPct = try arguments.positiveRatio("max_pct")
    cuts = arguments.cuts
    history = ReturnHistory(marks: window)
    guard (-1...1).contains(max) else {
      throw ConfigurationError("max", "must be −1 to 1, is \(max)")
    }
  }

  public mutating func update(_ mark: inout RiskMark) {
    for series in mark.market.markets.closes.indices
    where mark.market.lastBar(of: series) == mark.time {
      history.add(mark.market.markets.closes[series], of: series, at: mark.time)
    }
  }

  /// Whether two series move together, as far as is known.
  private func moveTogether(_ a: SeriesIndex, _ b: SeriesIndex) -> Bool {
    if a == b { return true }
    let closes = history.closes(of: [a, b], upTo: window)
    guard closes[0].count >= Self.fewestMarks else { return true }
    return ReturnHistory.correlation(closes[0], closes[1]).map { $0 > max } ?? false
  }

  private func cluster(_ entry: RiskEntry) -> [SeriesIndex] {
    entry.book.series.filter { moveTogether(entry.series, $0) }
  }

  private func used(_ entry: RiskEntry) -> Money? {
    let cluster = cluster(entry)
    return entry.book.notional(at: entry.market.closes) { cluster.contains($0) }
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    entry.room(maxPct, besides: used(entry), .rule(.correlated))
  }

  public func explanation(_ entry: RiskEntry) -> String {
    "\(Self.kind): \(entry.text(maxPct, besides: used(entry))), by \(cluster(entry).count) "
      + "symbols that move together"
  }
}
