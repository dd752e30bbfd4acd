import SFCore

/// Runs beside each other as one file: their equity in one chart, figures and settings in tables.
public enum ComparisonPage {
  /// The page of runs that kept what a page shows; `nil` if one did not.
  public static func text(of comparison: Comparison) -> String? {
    var runs: [PageData.Run] = []
    for run in comparison.runs {
      guard let page = run.report.page else { return nil }
      runs.append(
        PageData.Run(name: run.name, capital: run.report.equity.capital, equity: page.equity))
    }
    let names = runs.map(\.name)
    let title = names.count > 3 ? "\(names.count) runs" : names.joined(separator: ", ")
    let notes = comparison.notes.map { Markup.element("li", "", Markup.escaped($0)) }.joined()
    let settings =
      comparison.tables[1].rows.isEmpty
      ? PageFrame.note("The headers of all runs say the same.")
      : PageTables.blocks([comparison.tables[1]])
    var sections = [
      PageFrame.Section("equity", "Equity", PageFrame.chart("equity")),
      PageFrame.Section(
        "figures", "Figures",
        PageTables.blocks([comparison.tables[0]]) + "<ul class=\"notes\">\(notes)</ul>"),
      PageFrame.Section("settings", "Settings", settings),
    ]
    let folds = comparison.tables.dropFirst(2)
    if !folds.isEmpty {
      sections.append(PageFrame.Section("folds", "Folds", PageTables.blocks(Array(folds))))
    }
    return PageFrame.text(
      title: "\(title): SignalFlow comparison", data: PageData.json(runs: runs),
      body: PageFrame.header(title, comparison.notes[0]) + "\n" + PageFrame.sections(sections))
  }
}
