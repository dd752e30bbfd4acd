import GRDB
import SFCore
import SFStore

extension SQLiteStore {
  func extent(of dataset: Dataset) throws -> DatasetExtent {
    guard let number = try number(of: dataset) else {
      return DatasetExtent(rows: 0, first: nil, last: nil)
    }
    let rows = "FROM \(SQLiteSchema.quoted(dataset.type.name)) WHERE dataset = ?1"
    let row = try perform {
      // Each by itself: together they would be kept for every row.
      try Row.fetchOne(
        $0,
        sql: "SELECT (SELECT count(*) \(rows)), (SELECT min(time) \(rows)), "
          + "(SELECT max(time) \(rows))", arguments: [number])
    }
    guard let row else { return DatasetExtent(rows: 0, first: nil, last: nil) }
    let times = (try row.integer(1, in: name), try row.integer(2, in: name))
    return DatasetExtent(
      rows: Int(try row.integer(0, in: name) ?? 0),
      first: try times.0.map { try dataset.time($0, in: name) },
      last: try times.1.map { try dataset.time($0, in: name) })
  }

  func last(of dataset: Dataset) throws -> Timestamp? {
    guard let number = try number(of: dataset) else { return nil }
    let rows = "FROM \(SQLiteSchema.quoted(dataset.type.name)) WHERE dataset = ?1"
    let row = try perform {
      try Row.fetchOne(
        $0, sql: "SELECT (SELECT min(time) \(rows)), (SELECT max(time) \(rows))",
        arguments: [number])
    }
    _ = try row?.integer(0, in: name).map { try dataset.time($0, in: name) }
    return try row?.integer(1, in: name).map { try dataset.time($0, in: name) }
  }

  func gaps(in dataset: Dataset) throws -> [BarSpan] {
    guard let length = dataset.longestStep,
      let number = try number(of: dataset)
    else { return [] }
    let bars = "FROM \(SQLiteSchema.quoted(dataset.type.name)) WHERE dataset = ?1"
    let rows: [Row] = try perform { db in
      // Where every place of the grid has its bar there is no gap: to count is a twentieth of the
      // work of comparing each with the one before it.
      let isWhole = try Bool.fetchOne(
        db,
        sql: """
          SELECT (SELECT count(*) \(bars) AND (time - ends.first) % ?2 = 0)
            = (ends.last - ends.first) / ?2 + 1
          FROM (
            SELECT (SELECT min(time) \(bars)) AS first, (SELECT max(time) \(bars)) AS last
          ) AS ends
          """, arguments: [number, length])
      if isWhole == true { return [] }
      return try Row.fetchAll(
        db,
        sql: """
          SELECT before, time FROM (
            SELECT time, lag(time) OVER (ORDER BY time) AS before \(bars)
          ) WHERE time - before > ?2
          """, arguments: [number, length])
    }
    return try rows.map { row in
      try dataset.gap(
        between: try row.number(0, in: name), try row.number(1, in: name), in: name)
    }
  }

  func absences(of dataset: Dataset) throws -> [BarSpan] {
    guard let number = try number(of: dataset) else { return [] }
    let rows = try perform {
      try Row.fetchAll(
        $0, sql: "SELECT first, last FROM absence WHERE dataset = ? ORDER BY first",
        arguments: [number])
    }
    return try rows.map { row in
      try dataset.span(
        from: try row.number(0, in: name), to: try row.number(1, in: name), in: name)
    }
  }

  func note(absent spans: [BarSpan], of dataset: Dataset) throws {
    try transaction {
      try perform { db in
        let number = try numberToWrite(dataset, db)
        for span in spans {
          try db.execute(
            sql: "INSERT OR REPLACE INTO absence (dataset, first, last) VALUES (?, ?, ?)",
            arguments: [number, span.first.milliseconds, span.last.milliseconds])
        }
      }
    }
  }

  /// Rows that their type does not take, and bars that are off the grid of their interval.
  func findings(in dataset: Dataset) throws -> [String] {
    guard let number = try number(of: dataset) else { return [] }
    let table = SQLiteSchema.quoted(dataset.type.name)
    return try dataset.conditions(
      quoted: SQLiteSchema.quoted, first: "(SELECT min(time) FROM \(table) WHERE dataset = ?1)"
    ).compactMap { condition in
      let row = try perform {
        try Row.fetchOne(
          $0,
          sql: "SELECT count(*), min(time) FROM \(table) WHERE dataset = ?1 AND \(condition)",
          arguments: [number])
      }
      guard let row, let count = try row.integer(0, in: name), count > 0,
        let time = try row.integer(1, in: name)
      else { return nil }
      return dataset.finding(Int(count), condition, first: Timestamp(milliseconds: time))
    }
  }
}
