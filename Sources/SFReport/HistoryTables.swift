import SFCore
import SFStats

// What a run was like over time: its years, its falls, its folds if it was a walk.
extension Report {
  /// A row for each UTC year, the first and the last as far as they were run.
  var byYear: Table {
    let trips = Dictionary(uniqueKeysWithValues: activity.byYear.list.map { ($0.key, $0.value) })
    return Table(
      "years", "by year",
      [
        Table.Column("year", "year"), Table.Column("return_fraction", "return, %"),
        Table.Column("buy_hold_return_fraction", "buy and hold, %"),
        Table.Column("max_drawdown_fraction", "max drawdown, %"),
      ] + Self.roundTripColumns.filter { Self.ofYears.contains($0.key) },
      equity.years.map { year in
        [
          .text(String(year.own.year)), .fraction(year.own.value), .fraction(year.market),
          .fraction(year.own.drawdown),
        ] + Self.cells(trips[year.own.year] ?? RoundTrips(), Self.ofYears)
      })
  }

  private static let ofYears: Set = ["round_trips", "win_rate_fraction", "pnl_quote"]

  private static func cells(_ trips: RoundTrips, _ keys: Set<String>) -> [Cell] {
    zip(roundTripColumns, cells(trips)).filter { keys.contains($0.0.key) }.map(\.1)
  }

  /// The deepest falls below a high-water mark, the deepest first.
  var drawdowns: Table {
    Table(
      "drawdowns", "deepest drawdowns",
      [
        Table.Column("depth_fraction", "depth, %"), Table.Column("from", "high, UTC"),
        Table.Column("lowest_ts", "lowest, UTC"), Table.Column("recovered_ts", "recovered, UTC"),
        Table.Column("days", "days"), Table.Column("marks", "marks"),
      ],
      equity.drawdown.deepestOnes.map { stretch in
        [
          stretch.high > .zero ? .fraction(stretch.depth) : .none, .time(stretch.from),
          .time(stretch.lowestAt), stretch.isOver ? .time(stretch.to) : .none,
          .days(stretch.milliseconds), .count(stretch.marks),
        ]
      })
  }

  /// Long against short.
  var byDirection: Table {
    Table(
      "directions", "by direction",
      [Table.Column("direction", "direction")] + Self.roundTripColumns,
      activity.byDirection.list.map { [.text($0.key)] + Self.cells($0.value) })
  }

  /// What was chosen for each stretch of time; `nil` for a run that is no walk.
  var folds: Table? { WalkFolds(stages)?.table }
}
