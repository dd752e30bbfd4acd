import SFCore

extension Report {
  /// The figures of `Metric`, as one record.
  public var summary: Table {
    var sections: [Table.Section] = []
    var start = 0
    let groups = metricSections
    for section in groups {
      let end = start + section.metrics.count
      sections.append(Table.Section(title: section.title, columns: start..<end))
      start = end
    }
    let metrics = groups.flatMap(\.metrics)
    return Table(
      "summary", "summary", metrics.map { Table.Column($0.key, $0.label) },
      [metrics.map { $0.cell(self) }], sections: sections)
  }

  /// The figures that this report has, by section.
  var metricSections: [(title: String, metrics: [Metric])] {
    (equity.ruin == nil ? [] : [("ruined", Metric.ruin)]) + Metric.sections
      + (hasMarketDays ? [("days", Metric.marketDays)] : [])
      + (confidence == nil ? [] : [("evidence", Metric.evidence)])
  }

  /// All tables, the summary first.
  public var tables: [Table] {
    [summary] + (confidence.map { [$0.table] } ?? []) + (folds.map { [$0] } ?? [])
      + [byYear, drawdowns, byDirection, bySymbol, byExitReason, refusals, reductions, open]
  }

  static let roundTripColumns = [
    Table.Column("round_trips", "round trips"),
    Table.Column("win_rate_fraction", "win rate, %"),
    Table.Column("pnl_quote", "pnl, quote"),
    Table.Column("fees_quote", "fees, quote"),
    Table.Column("average_fraction", "average, %"),
  ]

  static func cells(_ trips: RoundTrips) -> [Cell] {
    [
      .count(trips.count), .fraction(trips.winRate.value), .amount(trips.pnl),
      .amount(trips.fees), .fraction(trips.returns.average),
    ]
  }

  private var bySymbol: Table {
    Table(
      "symbols", "by symbol", [Table.Column("symbol", "symbol")] + Self.roundTripColumns,
      activity.bySymbol.list.map { [.text($0.key.text)] + Self.cells($0.value) })
  }

  private var byExitReason: Table {
    Table(
      "exit_reasons", "by exit reason",
      [Table.Column("exit_reason", "exit reason")] + Self.roundTripColumns,
      activity.byExitReason.list.map { [.text($0.key)] + Self.cells($0.value) })
  }

  private var refusals: Table {
    Self.reasons("refusals", "refused by", activity.refusals.groups)
  }

  private var reductions: Table {
    Self.reasons("reductions", "reduced by", activity.refusals.reductions)
  }

  private static func reasons(
    _ key: String, _ label: String, _ groups: Groups<Refusals.Key, Int>
  ) -> Table {
    Table(
      key, key,
      [
        Table.Column("by", label), Table.Column("reason", "reason"),
        Table.Column("count", "count"),
      ],
      groups.list.map {
        [.text($0.key.by), .text($0.key.reason), .count($0.value)]
      })
  }

  private var open: Table {
    Table(
      "open_positions", "open positions",
      [
        Table.Column("id", "id"), Table.Column("symbol", "symbol"),
        Table.Column("direction", "direction"), Table.Column("quantity", "quantity"),
        Table.Column("entry_price_quote", "entry price, quote"),
        Table.Column("entry_ts", "entered, UTC"),
      ],
      activity.open.list.map {
        [
          .text($0.id), .text($0.symbol.text), .text($0.direction.rawValue),
          .amount(Price(units: $0.quantity.units)), .amount($0.entryPrice), .time($0.entryTime),
        ]
      })
  }
}

extension Metric {
  /// What each figure means, of a market that trades on so many days of a year: a text for people, a
  /// table for all else.
  public static func explanation(_ format: TableFormat, daysPerYear: Double?) -> String {
    guard format == .text else { return format.text([definitions(daysPerYear)]) }
    return all.map { metric in
      "\(metric.label)  [\(metric.key)]\n"
        + TextTables.wrapped(metric.meaning(daysPerYear: daysPerYear), indent: 4)
    }
    .joined(separator: "\n")
  }

  private static func definitions(_ daysPerYear: Double?) -> Table {
    Table(
      "definitions", "definitions",
      [
        Table.Column("key", "key"), Table.Column("label", "figure"),
        Table.Column("better", "better"), Table.Column("definition", "definition"),
      ],
      all.map {
        [
          .text($0.key), .text($0.label), $0.better.map { .text($0.rawValue) } ?? .none,
          .text($0.definition(daysPerYear: daysPerYear)),
        ]
      })
  }
}
