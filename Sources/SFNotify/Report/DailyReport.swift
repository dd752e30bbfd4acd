import SFCore
import SFReport

/// What a day of a session brought: as a text for notifiers and as a page.
public struct DailyReport: Sendable {
  /// What was expected of the equity at the end of the day: the quantiles of the cone.
  public struct Expected: Sendable {
    public let low: Double
    public let median: Double
    public let high: Double

    /// The 5, 50 and 95 % quantiles, in quote currency.
    public init(low: Double, median: Double, high: Double) {
      self.low = low
      self.median = median
      self.high = high
    }
  }

  public var session: String
  /// Days since 1970.
  public var day: Int64
  /// In quote currency, at the begin of the day and at its end; `nil` where nobody knows.
  public var equityBefore: Double?
  public var equity: Double?
  public var expected: Expected?
  /// Round trips that ended.
  public var roundTrips = 0
  public var winners = 0
  /// Net of fees, in quote currency.
  public var profit = 0.0
  public var fills = 0
  public var fees = 0.0
  /// Basis points, positive where fills were dearer than their references; `nil` without fills.
  public var shortfall: Double?
  /// Their number by reason.
  public var refusals: [String: Int] = [:]
  /// Those that were raised, in their order: `03:12 drawdown: …`.
  public var alerts: [String] = []
  /// Their number by stage.
  public var restarts: [String: Int] = [:]
  /// Bars that were missing.
  public var gaps = 0
  public var openPositions = 0

  public init(session: String, day: Int64) {
    self.session = session
    self.day = day
  }

  /// `2026-01-05`.
  public var date: String {
    String(Timestamp(milliseconds: day * Timestamp.millisecondsPerDay).description.prefix(10))
  }

  /// The change of the day as a fraction; `nil` where nobody knows.
  var change: Double? {
    guard let equity, let equityBefore, equityBefore > 0 else { return nil }
    return equity / equityBefore - 1
  }

  /// How the equity stands in what was expected; `nil` where nothing was.
  var standing: String? {
    guard let equity, let expected else { return nil }
    let place =
      equity < expected.low
      ? "below the cone" : equity > expected.high ? "above the cone" : "within the cone"
    return
      "\(place), \(NoticeFigure.amount(expected.low)) to \(NoticeFigure.amount(expected.high)), "
      + "median \(NoticeFigure.amount(expected.median))"
  }

  /// The figures by their names for people, in the order of the report.
  private var figures: [(key: String, label: String, text: String)] {
    [
      ("equity", "Equity", equityText),
      ("expectation", "Expected", standing ?? "no backtest was given"),
      ("round_trips", "Round trips", tripsText),
      (
        "fees", "Fees", "\(NoticeFigure.amount(fees)) for \(fills) \(fills == 1 ? "fill" : "fills")"
      ),
      (
        "shortfall_bps", "Shortfall",
        shortfall.map { "\(Cell.fixed($0, decimals: 1)) bps" } ?? "no fill"
      ),
      ("refusals", "Refusals", Self.counted(refusals)),
      ("alerts", "Alerts", alerts.isEmpty ? "none" : "\(alerts.count)"),
      ("restarts", "Restarts", Self.counted(restarts)),
      ("gaps", "Missing bars", gaps == 0 ? "none" : "\(gaps)"),
      ("open_positions", "Open positions", "\(openPositions)"),
    ]
  }

  private var equityText: String {
    guard let equity else { return "not known" }
    return NoticeFigure.amount(equity) + (change.map { " (\(NoticeFigure.percent($0)))" } ?? "")
  }

  private var tripsText: String {
    guard roundTrips > 0 else { return "none" }
    return "\(roundTrips), \(winners) won, \(NoticeFigure.signed(profit)) net"
  }

  /// `3: no_cash 2, stale 1`, the most frequent first.
  private static func counted(_ counts: [String: Int]) -> String {
    let total = counts.values.reduce(0, +)
    guard total > 0 else { return "none" }
    let list = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return "\(total): " + list.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }

  /// For notifiers.
  public var text: String {
    let lines = figures.map { "\($0.label): \($0.text)" } + alerts.map { "  \($0)" }
    return "Report of \(date) for \(session)\n" + lines.joined(separator: "\n")
  }

  /// One file, which asks nobody for anything.
  public var page: String {
    let table = Table.record(
      "day", "Day", figures.map { (Table.Column($0.key, $0.label), .text($0.text)) })
    let list = Table(
      "alerts", "Alerts", [Table.Column("alert", "raised, UTC")], alerts.map { [.text($0)] })
    return TablePage.text(
      of: [table] + (alerts.isEmpty ? [] : [list]), title: "\(session), \(date)",
      subtitle: "a day in UTC")
  }
}
