import SFCore

/// A report as one file: charts, tables, and how to make it again. It needs no network and no
/// script, follows the light or dark of its reader, and is valid HTML and XML.
public enum HTMLPage {
  public static func text(of report: Report) -> String {
    let title = "SignalFlow report"
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"/>
      <link rel="icon" href="data:,"/>
      <title>\(title)</title>
      <style>\(HTMLStyle.sheet)</style>
      </head>
      <body>
      <h1>\(title)</h1>
      <p class="period">\(period(report))</p>
      \(warning(report))\(tiles(report))
      \(charts(report))
      \(tables(report))
      \(notes(report))
      \(reproduction(report.stages))
      \(definitions(report))
      </body>
      </html>

      """
  }

  private static func period(_ report: Report) -> String {
    let (from, to) = (Cell.time(report.period.open).short, Cell.time(report.period.last).short)
    let symbols = report.activity.bySymbol.list.map(\.key.text)
    let names = symbols.count > 5 ? ["\(symbols.count) symbols"] : symbols
    return Markup.escaped((["\(from) to \(to) UTC"] + names).joined(separator: " · "))
  }

  private static func warning(_ report: Report) -> String {
    report.isComplete ? "" : "<p class=\"warning\">The stream was cut before its end.</p>\n"
  }

  // MARK: Figures

  private static let headlines = [
    "total_return_fraction", "buy_hold_return_fraction", "max_drawdown_fraction", "sharpe",
    "round_trips", "win_rate_fraction",
  ]

  private static func tiles(_ report: Report) -> String {
    let tiles = headlines.compactMap { key in
      Metric.all.first { $0.key == key }.map { metric in
        Markup.element(
          "div", "",
          Markup.element("span", "", Markup.escaped(metric.label))
            + Markup.element("b", "", Markup.escaped(metric.cell(report).short)))
      }
    }
    return Markup.element("div", "class=\"tiles\"", tiles.joined())
  }

  private static func tables(_ report: Report) -> String {
    let parts = report.tables.filter { !$0.rows.isEmpty }.flatMap { table in
      table.isRecord ? sections(table) : [rows(table)]
    }
    return Markup.element("div", "class=\"tables\"", "\n" + parts.joined())
  }

  private static func sections(_ table: Table) -> [String] {
    table.sections.map { section in
      let rows = section.columns.map { index in
        Markup.element(
          "tr", "",
          Markup.element("th", "scope=\"row\"", Markup.escaped(table.columns[index].label))
            + Markup.element("td", "", Markup.escaped(table.record[index].short)))
      }
      return block(section.title, rows.joined(separator: "\n"))
    }
  }

  private static func rows(_ table: Table) -> String {
    let isNumeric = table.columns.indices.map(table.isNumeric)
    func cell(_ name: String, _ text: String, _ column: Int) -> String {
      Markup.element(name, isNumeric[column] ? "" : "class=\"text\"", Markup.escaped(text))
    }
    let head = table.columns.enumerated().map { cell("th", $1.label, $0) }.joined()
    let body = table.rows.map { row in
      Markup.element("tr", "", row.enumerated().map { cell("td", $1.short, $0) }.joined())
    }
    return block(
      table.title, ([Markup.element("tr", "", head)] + body).joined(separator: "\n"), isWide: true)
  }

  private static func block(_ title: String, _ rows: String, isWide: Bool = false) -> String {
    "<section\(isWide ? " class=\"wide\"" : "")>\n<h2>\(Markup.escaped(title))</h2>\n"
      + "<div class=\"scroll\"><table>\n\(rows)\n</table></div>\n</section>\n"
  }

  private static func notes(_ report: Report) -> String {
    Markup.element(
      "ul", "class=\"notes\"",
      report.notes.map { Markup.element("li", "", Markup.escaped($0)) }.joined())
  }

  // MARK: How it came about

  private static func reproduction(_ stages: [StageEntry]) -> String {
    guard !stages.isEmpty else {
      return "<section class=\"wide\"><h2>how to reproduce</h2>"
        + "<p>The stream had no header: nothing is known of the stages before.</p></section>"
    }
    let parts = stages.map { stage in
      let name = Markup.escaped("\(stage.name) \(stage.version)")
      let rows = stage.config.map { setting in
        Markup.element(
          "tr", "",
          Markup.element("th", "scope=\"row\" class=\"text\"", Markup.escaped(setting.key))
            + Markup.element("td", "class=\"text\"", Markup.escaped(text(setting.value))))
      }
      let table =
        rows.isEmpty
        ? "<p>No settings.</p>" : "<div class=\"scroll\"><table>\(rows.joined())</table></div>"
      return "<h3>\(name)</h3>\n\(table)\n"
    }
    return "<section class=\"wide\">\n<h2>how to reproduce</h2>\n"
      + "<p>Run these stages in this order, with these settings, over the same input: the same "
      + "bytes come out.</p>\n\(parts.joined())</section>"
  }

  private static func text(_ value: Setting.Value) -> String {
    switch value {
    case .null: "-"
    case .flag(let flag): flag ? "yes" : "no"
    case .text(let text), .number(let text), .json(let text): text
    case .list(let values): values.map(text).joined(separator: " ")
    }
  }

  private static func definitions(_ report: Report) -> String {
    let items = report.metricSections.flatMap(\.metrics).map {
      "<dt>\(Markup.escaped($0.label))</dt><dd>\(Markup.escaped($0.definition))</dd>"
    }
    return "<details><summary>What each figure means</summary><dl>\n"
      + items.joined(separator: "\n") + "\n</dl></details>"
  }

  // MARK: Charts

  private static func charts(_ report: Report) -> String {
    let columns = report.equity.curve.columns
    guard !columns.isEmpty else { return "" }
    let equity = columns.map(\.equity)
    let hold = columns.map(\.buyHold)
    let bands = (equity + hold).compactMap(\.self)
    let axis = Axis(
      from: bands.map(\.low).min() ?? 0, to: bands.map(\.high).max() ?? 1, margin: 0.05)
    let money = Chart(
      title: "Equity, quote",
      lines: [
        Chart.Line(style: "hold", label: "buy and hold", bands: hold),
        Chart.Line(style: "equity", label: "strategy", bands: equity),
      ],
      curve: report.equity.curve, axis: axis, style: "tall",
      tickText: { Cell.fixed($0, decimals: axis.decimals) })
    return money.html + drawdown(report.equity.curve)
  }

  private static func drawdown(_ curve: Curve) -> String {
    // Shown downwards, as a loss is felt.
    let bands = curve.columns.map { column in
      column.drawdown.map {
        Curve.Band(low: -$0.high * 100, high: -$0.low * 100, last: -$0.last * 100)
      }
    }
    let deepest = bands.compactMap { $0?.low }.min() ?? 0
    let axis = Axis(from: min(deepest * 1.08, -0.01), to: 0, margin: 0)
    let chart = Chart(
      title: "Drawdown, %",
      lines: [Chart.Line(style: "drawdown", label: "strategy", bands: bands, isArea: true)],
      curve: curve, axis: axis, style: "low",
      tickText: { Cell.fixed($0, decimals: axis.decimals) })
    return chart.html
  }
}
