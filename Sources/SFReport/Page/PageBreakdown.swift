/// Round trips by symbol, exit reason, detector, hour and weekday: one table at a time.
package enum PageBreakdown {
  private static let weekdays = [
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
  ]

  /// The tables of a report that are shown here and not among its figures.
  static let ofReport = ["directions", "symbols", "exit_reasons"]

  package static func tables(_ report: Report, _ page: PageRecord) -> [Table] {
    let own = report.tables.filter { ofReport.contains($0.key) }
    return own + [
      table(
        "detectors", "by detector", "detector",
        page.byDetector.list.map { ($0.key.isEmpty ? "-" : $0.key, $0.value) }),
      table(
        "hours", "by hour of entry", "hour, UTC",
        page.byHour.enumerated().map { ($0 < 10 ? "0\($0)" : "\($0)", $1) }),
      table(
        "weekdays", "by weekday of entry", "weekday, UTC",
        Array(zip(weekdays, page.byWeekday))),
    ]
  }

  private static func table(
    _ key: String, _ title: String, _ name: String, _ groups: [(String, RoundTrips)]
  ) -> Table {
    Table(
      key, title, [Table.Column("name", name)] + Report.roundTripColumns,
      groups.filter { $1.count > 0 }.map { [.text($0)] + Report.cells($1) })
  }

  static func html(_ report: Report, _ page: PageRecord) -> String {
    let tables = tables(report, page).filter { !$0.rows.isEmpty }
    guard !tables.isEmpty else { return PageFrame.note("No position was closed.") }
    let tabs = tables.enumerated().map { index, table in
      "<button type=\"button\" role=\"tab\" id=\"tab-\(table.key)\" aria-controls=\"by-\(table.key)\" "
        + "aria-selected=\"\(index == 0)\">\(Markup.escaped(String(table.title.dropFirst(3))))</button>"
    }
    let panels = tables.enumerated().map { index, table in
      "<div role=\"tabpanel\" id=\"by-\(table.key)\" aria-labelledby=\"tab-\(table.key)\""
        + (index == 0 ? ">" : " class=\"folded\">")
        + PageTables.table(PageTables.rows(table, bar: "pnl_quote")) + "</div>"
    }
    return
      "<div class=\"tabs\" role=\"tablist\" aria-label=\"Round trips by\">\(tabs.joined())</div>\n"
      + panels.joined(separator: "\n")
  }
}
