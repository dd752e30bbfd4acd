import SFCore
import SFStore

extension PostgresStore {
  /// Rows go to a table of the session by COPY, and from there to where they belong.
  func append(
    _ batch: RowBatch, to dataset: Dataset, onConflict rule: StoreConflictRule?
  ) throws -> Appended {
    precondition(batch.type == dataset.type, "rows of another type")
    var appended = Appended()
    if batch.isEmpty { return appended }
    try transaction {
      let number = try numberToWrite(dataset)
      let (table, incoming) = (Self.table(batch.type), "incoming")
      try connection.run(
        "CREATE TEMPORARY TABLE \(incoming) (LIKE \(table)) ON COMMIT DROP")
      try connection.copy(
        "COPY \(incoming) FROM STDIN (FORMAT binary)", PostgresCopy.bytes(batch, number))
      appended.new = try connection.run(
        "INSERT INTO \(table) SELECT * FROM \(incoming) ON CONFLICT DO NOTHING"
      ).affected
      appended += try settle(batch, dataset, rule, table, incoming)
      appended.known = batch.count - appended.new - appended.replaced - appended.kept
      try connection.run("DROP TABLE \(incoming)")
    }
    return appended
  }

  /// Rows that were there with other values.
  private func settle(
    _ batch: RowBatch, _ dataset: Dataset, _ rule: StoreConflictRule?, _ table: String,
    _ incoming: String
  ) throws -> Appended {
    let names = batch.type.columns.map { Self.quoted($0.name) }
    let key = ["dataset", "time"] + (batch.type.sequence.map { [Self.quoted($0)] } ?? [])
    let same = key.map { "stored.\($0) = incoming.\($0)" }.joined(separator: " AND ")
    let differs =
      "(\(names.map { "stored.\($0)" }.joined(separator: ", "))) IS DISTINCT FROM "
      + "(\(names.map { "incoming.\($0)" }.joined(separator: ", ")))"
    var appended = Appended()
    switch rule {
    case .last:
      let values = names.map { "\($0) = incoming.\($0)" }.joined(separator: ", ")
      appended.replaced = try connection.run(
        "UPDATE \(table) AS stored SET \(values) FROM \(incoming) WHERE \(same) AND \(differs)"
      ).affected
    case .first:
      let rows = try connection.run(
        "SELECT count(*) FROM \(table) AS stored, \(incoming) WHERE \(same) AND \(differs)")
      appended.kept = Int(rows.word(0, 0) ?? 0)
    case nil:
      let rows = try connection.run(
        "SELECT stored.time, \(names.map { "stored.\($0)" }.joined(separator: ", ")), "
          + "stored.time, \(names.map { "incoming.\($0)" }.joined(separator: ", ")) "
          + "FROM \(table) AS stored, \(incoming) WHERE \(same) AND \(differs) "
          + "ORDER BY stored.time LIMIT 1")
      guard rows.count > 0 else { break }
      var (stored, found) = (RowBatch(batch.type), RowBatch(batch.type))
      try take(rows, 0, from: 0, into: &stored)
      try take(rows, 0, from: names.count + 1, into: &found)
      throw StoreError.conflict(
        dataset, at: stored.time(of: 0), found: found.text(of: 0), stored: stored.text(of: 0),
        in: name)
    }
    return appended
  }

  func read(
    _ dataset: Dataset, after place: RowPlace, to: Timestamp, limit: Int,
    into batch: inout RowBatch
  ) throws {
    batch.removeAll()
    guard let number = try number(of: dataset) else { return }
    let names = ["time"] + dataset.type.columns.map { Self.quoted($0.name) }
    let sequence = dataset.type.sequence.map(Self.quoted)
    let behind = sequence.map { "(time, \($0)) > ($2, $3)" } ?? "time > $2 AND $3 IS NOT NULL"
    let rows = try connection.run(
      "SELECT \(names.joined(separator: ", ")) FROM \(Self.table(dataset.type)) "
        + "WHERE dataset = $1 AND \(behind) AND time < $4 "
        + "ORDER BY time\(sequence.map { ", " + $0 } ?? "") LIMIT $5",
      [
        .integer(number), .integer(place.milliseconds), .integer(place.sequence),
        .integer(to.milliseconds), .integer(Int64(limit)),
      ])
    for row in 0..<rows.count { try take(rows, row, from: 0, into: &batch) }
  }

  private func take(
    _ rows: PostgresRows, _ row: Int, from first: Int, into batch: inout RowBatch
  ) throws {
    guard let time = rows.word(row, first) else {
      throw StoreError(
        .badData, "'\(name)' is damaged: found a row of '\(batch.type.name)' without a time")
    }
    batch.appendRow(at: time)
    for (place, column) in batch.type.columns.enumerated() {
      batch.appendWord(rows.word(row, first + 1 + place) ?? column.missing)
    }
  }
}

/// The binary form of COPY (PostgreSQL, "COPY", "Binary Format").
enum PostgresCopy {
  static func bytes(_ batch: RowBatch, _ number: Int64) -> [UInt8] {
    var bytes: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 13, 10, 0] + Array(repeating: 0, count: 8)
    bytes.reserveCapacity(batch.count * (14 + 12 * (batch.type.columns.count + 2)))
    let fields = Int16(batch.type.columns.count + 2)
    for row in 0..<batch.count {
      append(fields, &bytes)
      append(Int32(8), &bytes)
      append(number, &bytes)
      append(Int32(8), &bytes)
      append(batch.times[row], &bytes)
      for (column, word) in zip(batch.type.columns, batch[row]) {
        if column.isMissing(word) {
          append(Int32(-1), &bytes)
        } else {
          append(Int32(8), &bytes)
          append(word, &bytes)
        }
      }
    }
    append(Int16(-1), &bytes)
    return bytes
  }

  private static func append(_ value: some FixedWidthInteger, _ bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
  }
}
