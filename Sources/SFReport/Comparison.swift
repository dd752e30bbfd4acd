import SFCore
import SFStats

/// Several runs beside each other: every figure, how far it is from the first run's, and the
/// settings that are not the same.
public struct Comparison: Sendable {
  public struct Run: Sendable {
    public let name: String
    public let report: Report

    public init(name: String, report: Report) {
      self.name = name
      self.report = report
    }
  }

  public let runs: [Run]

  /// At least two runs, each with a name of its own.
  public init(_ runs: [Run]) {
    precondition(runs.count > 1 && Set(runs.map(\.name)).count == runs.count)
    self.runs = runs
  }

  /// Figures and settings, then the folds of each run that is a walk.
  public var tables: [Table] { [figures, settings] + folds }

  private var folds: [Table] {
    runs.compactMap { run in
      run.report.folds.map {
        Table("folds_\(run.name)", "folds of \(run.name)", $0.columns, $0.rows)
      }
    }
  }

  /// A figure a row; after the runs' own columns, one for each later run less the first.
  private var figures: Table {
    let names = runs.map { Table.Column($0.name, $0.name) }
    let differences = runs.dropFirst().map {
      Table.Column("\($0.name)_less_\(runs[0].name)", "\($0.name) − \(runs[0].name)")
    }
    let rows = metrics.compactMap { metric -> [Cell]? in
      let cells = runs.map { metric.cell($0.report) }
      // Times and yes or no cannot be subtracted; the notes say the periods.
      guard !cells.contains(where: \.isText) else { return nil }
      return [.name(key: metric.key, label: metric.label)] + cells
        + cells.dropFirst().map { Self.difference($0, cells[0]) }
        + [metric.better.map { .text($0.rawValue) } ?? .none, best(by: metric, cells)]
    }
    return Table(
      "comparison", "comparison",
      [Table.Column("figure", "figure")] + names + differences
        + [Table.Column("better", "better"), Table.Column("best", "best")], rows)
  }

  /// The run that is best by a figure; none where several are, or nothing is better.
  private func best(by metric: Metric, _ cells: [Cell]) -> Cell {
    let known = zip(runs, cells).compactMap { run, cell in cell.value.map { (run.name, $0) } }
    guard metric.better != nil, known.count == runs.count,
      let best = known.first(where: { run in
        known.allSatisfy { $0.0 == run.0 || metric.prefers(run.1, to: $0.1) }
      })
    else { return .none }
    return .text(best.0)
  }

  private var metrics: [Metric] {
    Metric.ofRuns
      + (runs.allSatisfy { $0.report.confidence != nil } ? Metric.evidence : [])
  }

  /// In the unit of the figure; percentages differ by percentage points.
  private static func difference(_ a: Cell, _ b: Cell) -> Cell {
    guard let x = a.value, let y = b.value else { return .none }
    switch (a, b) {
    case (.count(let x), .count(let y)): return .count(x - y)
    case (.amount(let x), .amount(let y)):
      let (units, overflow) = x.units.subtractingReportingOverflow(y.units)
      return overflow ? .number(x.double - y.double) : .amount(Price(units: units))
    case (.fraction, _): return .fraction(x - y)
    default: return .number(x - y)
    }
  }

  /// The settings of stages in which the runs differ, by stage and key; a stage that a run has
  /// twice is numbered.
  private var settings: Table {
    var keys: [[String]] = []
    var values: [[String]: [Int: String]] = [:]
    for (index, run) in runs.enumerated() {
      for (stage, key, value) in Self.settings(run.report) {
        if values[[stage, key]] == nil { keys.append([stage, key]) }
        values[[stage, key], default: [:]][index] = value
      }
    }
    let rows = keys.compactMap { key -> [Cell]? in
      let texts = runs.indices.map { values[key]?[$0] }
      guard Set(texts).count > 1 else { return nil }
      return key.map(Cell.text) + texts.map { $0.map(Cell.text) ?? .none }
    }
    return Table(
      "settings", "settings that differ",
      [Table.Column("stage", "stage"), Table.Column("setting", "setting")]
        + runs.map { Table.Column($0.name, $0.name) }, rows)
  }

  private static func settings(_ report: Report) -> [(stage: String, key: String, value: String)] {
    var seen: [String: Int] = [:]
    return report.stages.flatMap { stage in
      seen[stage.name, default: 0] += 1
      let number = seen[stage.name] ?? 1
      let name = number > 1 ? "\(stage.name) \(number)" : stage.name
      return [(name, "version", stage.version)]
        + (stage.name == WalkFolds.stage ? [] : stage.config)
        .map { (name, $0.key, $0.value.text) }
    }
  }

  /// What a reader has to know beside the tables.
  public var notes: [String] {
    let periods = runs.map { run in
      "\(Cell.time(run.report.period.open).short) to \(Cell.time(run.report.period.last).short)"
    }
    var notes =
      Set(periods).count == 1
      ? ["All runs go from \(periods[0]) UTC."]
      : zip(runs, periods).map { "\($0.name) goes from \($1) UTC: the periods differ." }
    for run in runs {
      if let note = run.report.ruinNote { notes.append("\(run.name): \(note)") }
    }
    for run in runs where !run.report.isComplete {
      notes.append("\(run.name) was cut: its figures are those of what there is.")
    }
    return notes + ["All figures are net of fees."]
  }
}
