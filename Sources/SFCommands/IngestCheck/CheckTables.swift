import SFCore
import SFReport

extension [FileCheck] {
  /// What was looked at: one row for each series.
  var seriesTable: Table {
    Table(
      "series", "bars",
      [
        Table.Column("file", "file"), Table.Column("symbol", "symbol"),
        Table.Column("interval", "interval"), Table.Column("bars", "bars"),
        Table.Column("first_ts", "first, UTC"), Table.Column("last_ts", "last, UTC"),
        Table.Column("missing", "missing"),
      ],
      flatMap { check in
        check.series.map { series in
          [
            .text(check.file), .text(series.symbol.text),
            series.interval.map { .text($0.text) } ?? .none, .count(series.bars),
            series.first.map(Cell.time) ?? .none, series.last.map { .time($0.time) } ?? .none,
            .count(series.missing),
          ]
        }
      })
  }

  /// What was found: one row for each sort in each series.
  var findingTable: Table {
    Table(
      "findings", "findings",
      [
        Table.Column("file", "file"), Table.Column("symbol", "symbol"),
        Table.Column("finding", "finding"), Table.Column("count", "count"),
        Table.Column("first_line", "first line"), Table.Column("first_ts", "first, UTC"),
        Table.Column("worst_size", "worst"), Table.Column("worst_line", "worst line"),
        Table.Column("message", "the worst of them"),
      ],
      flatMap { check in
        (check.unreadable.map { [Self.row($0, check.file, nil)] } ?? [])
          + zip(check.series, check.faults).flatMap { series, faults in
            BarFault.allCases.compactMap { fault in
              faults[fault].map { Self.row($0, check.file, series.symbol) }
            }
          }
      })
  }

  private static func row(_ found: FaultCount, _ file: String, _ symbol: Symbol?) -> [Cell] {
    [
      .text(file), symbol.map { .text($0.text) } ?? .none, .text(found.first.fault.rawValue),
      .count(found.count), .count(found.first.line), found.first.time.map(Cell.time) ?? .none,
      found.worst.size.map(Cell.number) ?? .none, .count(found.worst.line),
      .text(found.worst.message),
    ]
  }

  /// One finding for programs.
  static let eachColumns = [
    Table.Column("file", "file"), Table.Column("line", "line"), Table.Column("column", "column"),
    Table.Column("symbol", "symbol"), Table.Column("finding", "finding"),
    Table.Column("time", "time"), Table.Column("size", "size"),
    Table.Column("message", "message"),
  ]

  static func cells(_ finding: BarFinding, _ symbol: Symbol?) -> [Cell] {
    [
      .count(finding.line), .count(finding.column), symbol.map { .text($0.text) } ?? .none,
      .text(finding.fault.rawValue), finding.time.map(Cell.time) ?? .none,
      finding.size.map(Cell.number) ?? .none, .text(finding.message),
    ]
  }
}
