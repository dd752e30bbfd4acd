import SFCore
import SFStats

/// A report as one file: charts that can be looked into, tables, and how to make it again.
public enum HTMLPage {
  /// The page of a report that kept what a page shows; `nil` for one that did not.
  public static func text(of report: Report) -> String? {
    guard let page = report.page else { return nil }
    let title = title(report, page)
    return PageFrame.text(
      title: "\(title): SignalFlow report", data: PageData.json(of: report, page),
      body: PageFrame.header(title, period(report)) + "\n" + warning(report) + tiles(report)
        + PageFrame.sections(sections(report, page)))
  }

  /// What was traded, by what.
  private static func title(_ report: Report, _ page: PageRecord) -> String {
    var symbols = report.activity.bySymbol.list.map(\.key.text)
    for position in report.activity.open.list where !symbols.contains(position.symbol.text) {
      symbols.append(position.symbol.text)
    }
    let detectors = page.byDetector.list.map(\.key).filter { !$0.isEmpty }
    return [few(symbols, "symbols"), few(detectors, "detectors")].filter { !$0.isEmpty }
      .joined(separator: " · ")
      .ifEmpty("No position")
  }

  private static func few(_ names: [String], _ many: String) -> String {
    names.count > 3 ? "\(names.count) \(many)" : names.joined(separator: ", ")
  }

  private static func period(_ report: Report) -> String {
    let (from, to) = (Cell.time(report.period.open).short, Cell.time(report.period.last).short)
    return "\(from) to \(to) UTC · \(report.period.marks) marks"
  }

  private static func warning(_ report: Report) -> String {
    let sentences =
      [report.ruinNote, report.isComplete ? nil : "The stream was cut before its end."]
    return sentences.compactMap(\.self).map {
      "<p class=\"warning\" role=\"alert\">\(Markup.escaped($0))</p>\n"
    }
    .joined()
  }

  // MARK: Headlines

  private static let headlines = [
    "total_return_fraction", "buy_hold_return_fraction", "cagr_fraction", "max_drawdown_fraction",
    "sharpe", "round_trips", "win_rate_fraction", "profit_factor",
  ]

  private static func tiles(_ report: Report) -> String {
    let tiles = headlines.compactMap { key in
      Metric.all.first { $0.key == key }.map { metric in
        let cell = metric.cell(report)
        return Markup.element(
          "div", "data-key=\"\(key)\" title=\"\(Markup.escaped(cell.plain))\"",
          Markup.element("dt", "", Markup.escaped(label(metric)))
            + Markup.element("dd", tint(key, cell), Markup.escaped(cell.headline)))
      }
    }
    return Markup.element("dl", "class=\"tiles\"", tiles.joined()) + "\n"
  }

  /// Without the unit where the value has it.
  private static func label(_ metric: Metric) -> String {
    metric.key.hasSuffix("_fraction")
      ? String(metric.label.prefix { $0 != "," }) : metric.label
  }

  private static func tint(_ key: String, _ cell: Cell) -> String {
    guard key.contains("return") || key.contains("cagr"), let value = cell.value, value != 0
    else { return "" }
    return value < 0 ? "class=\"loss\"" : "class=\"gain\""
  }

  // MARK: Sections

  private static func sections(_ report: Report, _ page: PageRecord) -> [PageFrame.Section] {
    let elsewhere = PageBreakdown.ofReport + ["years", "drawdowns", "folds"]
    let others = report.tables.filter { !elsewhere.contains($0.key) }
    let folds = report.folds.map { PageFrame.Section("folds", "Folds", PageTables.alone($0)) }
    return (folds.map { [$0] } ?? []) + [
      PageFrame.Section("equity", "Equity", PageFrame.chart("equity")),
      PageFrame.Section("price", "Price", PageFrame.chart("price")),
      PageFrame.Section(
        "months", "Months and years",
        PageMonths.html(report.equity.months) + PageTables.blocks([report.byYear])),
      PageFrame.Section("drawdowns", "Drawdowns", drawdowns(report)),
      PageFrame.Section("rolling", "Rolling", rolling(page)),
      PageFrame.Section("roundtrips", "Round trips", roundTrips(report)),
      PageFrame.Section("breakdown", "Breakdown", PageBreakdown.html(report, page)),
      PageFrame.Section("signals", "Signals", signals(page)),
      PageFrame.Section("costs", "Costs", costs(report, page)),
      PageFrame.Section("assumptions", "Assumptions", assumptions(report)),
      PageFrame.Section("figures", "All figures", PageTables.blocks(others) + list(report.notes)),
      PageFrame.Section("reproduce", "How to reproduce", PageReproduction.html(report.stages)),
      PageFrame.Section("definitions", "Definitions", definitions(report)),
    ]
  }

  private static func roundTrips(_ report: Report) -> String {
    let charts =
      report.activity.roundTrips.count == 0
      ? PageFrame.note("No position was closed.") : PageFrame.chart("roundtrips")
    return charts + "<div class=\"listing\" data-chart=\"trips\"></div>\n"
  }

  private static func drawdowns(_ report: Report) -> String {
    let table = report.drawdowns
    return table.rows.isEmpty
      ? PageFrame.note("Equity was never below a high.")
      : PageTables.alone(table)
        + PageFrame.note("The deepest \(Drawdown.mostListed) below a high-water mark, by depth.")
  }

  private static func costs(_ report: Report, _ page: PageRecord) -> String {
    PageTables.blocks([report.costs(page)])
      + PageFrame.note(
        "Shortfall: by how much fills were worse than the close at which they were decided, through "
          + "slippage and through what the market did until then; negative when they were better.")
  }

  private static func rolling(_ page: PageRecord) -> String {
    guard !page.rolling.columns.isEmpty else {
      return PageFrame.note("Rolling figures need thirty days that are over.")
    }
    return PageFrame.chart("rolling")
      + PageFrame.note("Of the last 30 daily returns, each as a figure of a year.")
  }

  private static func signals(_ page: PageRecord) -> String {
    guard !page.signals.byDetector.list.isEmpty else {
      return PageFrame.note(
        "How good signals were needs bars and signals in the stream: "
          + "sf-strategy --forward all | sf-report --html.")
    }
    return PageFrame.chart("signals")
      + PageFrame.note(
        "Judged at closes some bars after each signal, fees aside. A hit: that close lies on the "
          + "signal's side of its own.")
  }

  private static func assumptions(_ report: Report) -> String {
    let sentences = Assumptions.sentences(report.stages)
    guard !sentences.isEmpty else {
      return PageFrame.note("The header names no sf-strategy: nothing is known of the simulation.")
    }
    return list(sentences)
  }

  private static func list(_ sentences: [String]) -> String {
    Markup.element(
      "ul", "class=\"notes\"",
      sentences.map { Markup.element("li", "", Markup.escaped($0)) }.joined())
  }

  private static func definitions(_ report: Report) -> String {
    let days = report.days.daysPerYear
    let items = report.metricSections.flatMap(\.metrics).map {
      "<dt>\(Markup.escaped($0.label))</dt><dd>\(Markup.escaped($0.meaning(daysPerYear: days)))</dd>"
    }
    return "<details><summary>What each figure means</summary><dl class=\"definitions\">\n"
      + items.joined(separator: "\n") + "\n</dl></details>"
  }
}

extension Cell {
  /// For a headline: two decimals, percent where it is a share.
  var headline: String {
    switch self {
    case .fraction(let value): Cell.signed(value * 100) + " %"
    case .number(let value): Cell.signed(value)
    default: short
    }
  }
}

extension Cell {
  /// Two decimals and the sign of print, as charts have it.
  static func signed(_ value: Double) -> String {
    let text = fixed(value, decimals: 2)
    // Minus zero means nothing here.
    if text.hasPrefix("-"), text.allSatisfy({ "-0.".contains($0) }) {
      return String(text.dropFirst())
    }
    return text.hasPrefix("-") ? "−" + text.dropFirst() : text
  }
}

extension String {
  fileprivate func ifEmpty(_ other: String) -> String { isEmpty ? other : self }
}
