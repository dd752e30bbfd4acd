import SFCore

/// The trials of a sweep: what was chosen, and one figure or more of what came of it.
public struct SweepTrials: Sendable {
  public struct Trial: Sendable {
    /// The texts of the parameters, in the order of `names`.
    public let parameters: [String]
    /// The values of `figures`; `nil` where the trial has none.
    public let values: [Double?]
    /// The values of `SweepTrials.evidence`, in its order.
    public let evidence: [Double?]

    public init(parameters: [String], values: [Double?], evidence: [Double?] = []) {
      self.parameters = parameters
      self.values = values
      self.evidence = evidence
    }
  }

  /// The parameters.
  public let names: [String]
  /// The figure that is judged by, then others.
  public let figures: [Metric]
  public let trials: [Trial]
  /// Trials without figures.
  public let failed: Int

  /// The figures by which the best is told from luck.
  public static let evidence = [
    "sharpe", "daily_returns", "daily_skew", "daily_kurtosis", "days_per_year",
  ]

  /// What is shown when one figure is judged by: that, then what people ask next.
  public static func figures(by metric: Metric) -> [Metric] {
    let usual = [
      "sharpe", "total_return_fraction", "cagr_fraction", "sortino", "calmar",
      "max_drawdown_fraction", "round_trips", "win_rate_fraction", "profit_factor",
      "exposure_fraction",
    ]
    return [metric] + usual.filter { $0 != metric.key }.compactMap { Metric.ofRuns($0) }
  }

  public init(names: [String], figures: [Metric], trials: [Trial], failed: Int) {
    precondition(!figures.isEmpty)
    self.names = names
    self.figures = figures
    self.trials = trials
    self.failed = failed
  }

  // MARK: Tables

  /// The most rows of the best trials, and columns of a surface.
  private static let rows = 20
  private static let columns = 24

  public var tables: [Table] {
    [best] + (luck.map { [$0] } ?? []) + (surface.map { [$0] } ?? []) + [byValue]
  }

  /// The best trial against luck; `nil` without two trials that have a Sharpe ratio.
  var luck: Table? {
    var luck = SelectionLuck()
    for trial in trials { luck.take(trial.evidence.first ?? nil) }
    guard luck.isKnown, let best = ranked.first else { return nil }
    let figures = Dictionary(uniqueKeysWithValues: zip(Self.evidence, best.evidence))
    return luck.table { figures[$0] ?? nil }
  }

  /// The best first, by the first figure; of equals the earlier. Of some less is better.
  private var ranked: [Trial] {
    let figure = figures[0]
    return trials.enumerated().filter { $0.element.values[0] != nil }
      .sorted { a, b in
        let (x, y) = (a.element.values[0] ?? 0, b.element.values[0] ?? 0)
        return x != y ? figure.prefers(x, to: y) : a.offset < b.offset
      }
      .map(\.element)
  }

  private var best: Table {
    Table(
      "best", "the best by \(figures[0].judgement)",
      names.map { Table.Column($0, $0) } + figures.prefix(5).map { Table.Column($0.key, $0.label) },
      ranked.prefix(Self.rows).map { trial in
        trial.parameters.map(Cell.text)
          + zip(figures, trial.values).prefix(5).map { Self.cell($0, $1) }
      })
  }

  /// With two parameters: the first figure, a value of one parameter a row, of the other a column.
  private var surface: Table? {
    guard names.count == 2 else { return nil }
    let (rows, columns) = (values(of: 0), values(of: 1))
    guard columns.count <= Self.columns else { return nil }
    var cells: [String: [String: Double]] = [:]
    for trial in trials {
      cells[trial.parameters[0], default: [:]][trial.parameters[1]] = trial.values[0]
    }
    return Table(
      "surface", "\(figures[0].label) by \(names[0]) (rows) and \(names[1]) (columns)",
      [Table.Column(names[0], names[0])]
        + columns.map { Table.Column("\(names[1])_\($0)", $0) },
      rows.map { row in
        [.text(row)] + columns.map { Self.cell(figures[0], cells[row]?[$0]) }
      })
  }

  /// What each value of each parameter brought over all others.
  private var byValue: Table {
    let rows = names.indices.flatMap { place in
      values(of: place).map { value -> [Cell] in
        let own = trials.filter { $0.parameters[place] == value }.compactMap { $0.values[0] }
        return [
          .text(names[place]), .text(value), .count(own.count),
          Self.cell(figures[0], own.isEmpty ? nil : own.reduce(0, +) / Double(own.count)),
          Self.cell(figures[0], own.min()), Self.cell(figures[0], own.max()),
        ]
      }
    }
    return Table(
      "values", "\(figures[0].label) by value",
      [
        Table.Column("parameter", "parameter"), Table.Column("value", "value"),
        Table.Column("trials", "trials"), Table.Column("mean", "mean"),
        Table.Column("lowest", "lowest"), Table.Column("highest", "highest"),
      ], rows)
  }

  /// The values of a parameter: numbers in their order, else texts in theirs.
  func values(of place: Int) -> [String] {
    let texts = Set(trials.map { $0.parameters[place] })
    let numbers = texts.compactMap { text in Double(text).map { (text, $0) } }
    guard numbers.count == texts.count else { return texts.sorted() }
    return numbers.sorted { $0.1 != $1.1 ? $0.1 < $1.1 : $0.0 < $1.0 }.map(\.0)
  }

  /// Figures that are counted.
  private static let counts: Set = [
    "marks", "missing_bars", "daily_returns", "max_drawdown_marks", "round_trips", "fills",
    "refusals", "refused_for_room", "reductions", "open_positions", "most_wins_in_a_row",
    "most_losses_in_a_row",
  ]

  private static func cell(_ metric: Metric, _ value: Double?) -> Cell {
    guard let value else { return .none }
    if metric.key.hasSuffix("_fraction") { return .fraction(value) }
    let count = counts.contains(metric.key) ? Int(exactly: value) : nil
    return count.map(Cell.count) ?? .number(value)
  }

  public var notes: [String] {
    var notes = ["\(trials.count) trials, all figures net of fees."]
    if failed > 0 { notes.append("Further trials that failed, without figures: \(failed).") }
    notes.append(
      luck == nil
        ? "The best of many trials is partly luck: sf-sweep says how much (deflated Sharpe ratio)."
        : "Deflated Sharpe: how sure it is that the best is better than the best of so many trials "
          + "by luck alone (Bailey and López de Prado 2014).")
    return notes
  }
}
