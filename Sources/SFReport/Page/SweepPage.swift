import SFCore

/// The trials of a sweep as one file: a surface over two parameters, lines over all of them.
public enum SweepPage {
  public static func text(of sweep: SweepTrials) -> String {
    let title = sweep.names.joined(separator: ", ")
    let notes = sweep.notes.map { Markup.element("li", "", Markup.escaped($0)) }.joined()
    var sections = [
      PageFrame.Section("surface", "Surface", PageFrame.chart("surface")),
      PageFrame.Section("parallel", "All parameters", PageFrame.chart("parallel")),
      PageFrame.Section(
        "tables", "Tables",
        PageTables.blocks(sweep.tables.filter { $0.key != "luck" })
          + "<ul class=\"notes\">\(notes)</ul>"),
    ]
    if sweep.names.count < 2 { sections.removeFirst() }
    if let luck = sweep.luck {
      sections.insert(
        PageFrame.Section(
          "luck", "The best against luck",
          PageTables.alone(luck)
            + PageFrame.note(
              "Deflated Sharpe: how sure it is that the best is better than what the best of so "
                + "many trials reaches by luck alone.")), at: 0)
    }
    return PageFrame.text(
      title: "\(title): SignalFlow sweep", data: data(sweep),
      body: PageFrame.header("Sweep of \(title)", "\(sweep.trials.count) trials") + "\n"
        + PageFrame.sections(sections))
  }

  private static func data(_ sweep: SweepTrials) -> String {
    let places = sweep.names.indices.map { place -> (list: [String], of: [String: Int]) in
      let list = sweep.values(of: place)
      return (list, Dictionary(uniqueKeysWithValues: list.enumerated().map { ($1, $0) }))
    }
    let parameters = zip(sweep.names, places).map { name, place in
      PageData.object([
        ("name", PageData.text(name)), ("values", PageData.list(place.list.map(PageData.text))),
      ])
    }
    let figures = sweep.figures.map { metric in
      PageData.object([
        ("key", PageData.text(metric.key)), ("label", PageData.text(metric.label)),
        ("isFraction", metric.key.hasSuffix("_fraction") ? "true" : "false"),
        ("isLess", metric.better == .less ? "true" : "false"),
      ])
    }
    // Each trial as places in the lists of values; figures column by column.
    let trials = sweep.trials.map { trial in
      PageData.list(trial.parameters.enumerated().map { "\(places[$0].of[$1] ?? 0)" })
    }
    let values = sweep.figures.indices.map { index in
      PackedNumbers.json(sweep.trials.map { $0.values[index] })
    }
    return PageData.object([
      ("runs", "[]"),
      (
        "sweep",
        PageData.object([
          ("parameters", PageData.list(parameters)), ("figures", PageData.list(figures)),
          ("trials", PageData.list(trials)), ("values", PageData.list(values)),
        ])
      ),
    ])
  }
}
