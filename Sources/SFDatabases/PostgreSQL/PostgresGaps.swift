import SFCore
import SFStore

extension PostgresStore {
  func extent(of dataset: Dataset) throws -> DatasetExtent {
    guard let number = try number(of: dataset) else {
      return DatasetExtent(rows: 0, first: nil, last: nil)
    }
    let rows = try connection.run(
      "SELECT count(*), min(time), max(time) FROM \(Self.table(dataset.type)) WHERE dataset = $1",
      [.integer(number)])
    return DatasetExtent(
      rows: Int(rows.word(0, 0) ?? 0),
      first: try rows.word(0, 1).map { try dataset.time($0, in: name) },
      last: try rows.word(0, 2).map { try dataset.time($0, in: name) })
  }

  func last(of dataset: Dataset) throws -> Timestamp? {
    guard let number = try number(of: dataset) else { return nil }
    let rows = try connection.run(
      "SELECT min(time), max(time) FROM \(Self.table(dataset.type)) WHERE dataset = $1",
      [.integer(number)])
    _ = try rows.word(0, 0).map { try dataset.time($0, in: name) }
    return try rows.word(0, 1).map { try dataset.time($0, in: name) }
  }

  func gaps(in dataset: Dataset) throws -> [BarSpan] {
    guard let length = dataset.longestStep,
      let number = try number(of: dataset)
    else { return [] }
    let bars = "FROM \(Self.table(dataset.type)) WHERE dataset = $1"
    // As in SQLite: where every place of the grid has its bar there is no gap.
    let whole = try connection.run(
      """
      SELECT (
        (SELECT count(*) \(bars) AND (time - ends.first) % $2 = 0)
        = (ends.last - ends.first) / $2 + 1
      )::int::bigint
      FROM (SELECT min(time) AS first, max(time) AS last \(bars)) AS ends
      """, [.integer(number), .integer(length)])
    if whole.word(0, 0) == 1 { return [] }
    let rows = try connection.run(
      """
      SELECT before, time FROM (
        SELECT time, lag(time) OVER (ORDER BY time) AS before \(bars)
      ) AS pair WHERE time - before > $2 ORDER BY time
      """, [.integer(number), .integer(length)])
    return try (0..<rows.count).compactMap { row in
      guard let before = rows.word(row, 0), let time = rows.word(row, 1) else { return nil }
      return try dataset.gap(between: before, time, in: name)
    }
  }

  func absences(of dataset: Dataset) throws -> [BarSpan] {
    guard let number = try number(of: dataset) else { return [] }
    let rows = try connection.run(
      "SELECT first, last FROM signalflow.absence WHERE dataset = $1 ORDER BY first",
      [.integer(number)])
    return try (0..<rows.count).compactMap { row in
      guard let first = rows.word(row, 0), let last = rows.word(row, 1) else { return nil }
      return try dataset.span(from: first, to: last, in: name)
    }
  }

  func note(absent spans: [BarSpan], of dataset: Dataset) throws {
    try transaction {
      let number = try numberToWrite(dataset)
      for span in spans {
        try connection.run(
          """
          INSERT INTO signalflow.absence (dataset, first, last) VALUES ($1, $2, $3)
          ON CONFLICT (dataset, first) DO UPDATE SET last = excluded.last
          """,
          [
            .integer(number), .integer(span.first.milliseconds), .integer(span.last.milliseconds),
          ])
      }
    }
  }

  // MARK: The whole

  func check() throws -> [String] {
    try datasets().flatMap { dataset -> [String] in
      guard let number = try number(of: dataset) else { return [] }
      let table = Self.table(dataset.type)
      return try dataset.conditions(
        quoted: Self.quoted, first: "(SELECT min(time) FROM \(table) WHERE dataset = $1)"
      ).compactMap { condition in
        let rows = try connection.run(
          "SELECT count(*), min(time) FROM \(table) WHERE dataset = $1 AND \(condition)",
          [.integer(number)])
        guard let count = rows.word(0, 0), count > 0, let time = rows.word(0, 1) else {
          return nil
        }
        return dataset.finding(Int(count), condition, first: Timestamp(milliseconds: time))
      }
    }
  }

  func vacuum() throws {
    for dataset in Set(try datasets().map(\.type)) {
      try connection.run("VACUUM ANALYZE \(Self.table(dataset))")
    }
  }

  func size() throws -> Int {
    let rows = try connection.run(
      """
      SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'signalflow' AND c.relkind = 'r'
      """)
    return Int(rows.word(0, 0) ?? 0)
  }
}
