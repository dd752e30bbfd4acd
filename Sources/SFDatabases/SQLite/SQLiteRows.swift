import GRDB
import GRDBSQLite
import SFCore
import SFStore

extension SQLiteStore {
  func append(
    _ batch: RowBatch, to dataset: Dataset, onConflict rule: StoreConflictRule?
  ) throws -> Appended {
    precondition(batch.type == dataset.type, "rows of another type")
    var appended = Appended()
    if batch.isEmpty { return appended }
    try transaction {
      appended = try perform { db in
        let number = try numberToWrite(dataset, db)
        let insert = try SQLiteInsert(db, batch.type, number)
        var appended = Appended()
        for row in 0..<batch.count {
          if try insert.run(batch, row) {
            appended.new += 1
          } else {
            try settle(batch, row, dataset, number, rule, db, &appended)
          }
        }
        return appended
      }
    }
    return appended
  }

  /// A row of a time that is there.
  private func settle(
    _ batch: RowBatch, _ row: Int, _ dataset: Dataset, _ number: Int64,
    _ rule: StoreConflictRule?, _ db: Database, _ appended: inout Appended
  ) throws {
    var stored = RowBatch(batch.type)
    let sequence = batch.type.sequencePlace.map { batch[row][batch[row].startIndex + $0] }
    let place = RowPlace(
      milliseconds: batch.times[row] - (sequence == nil ? 1 : 0),
      sequence: sequence.map { $0 - 1 } ?? .max)
    try SQLiteSelect(db, dataset, number, in: name).run(
      after: place, to: batch.times[row] + 1, limit: 1, &stored)
    if stored.count == 1, stored.isSame(0, as: batch, row) {
      appended.known += 1
    } else if rule == .first {
      appended.kept += 1
    } else if rule == .last {
      try SQLiteInsert(db, batch.type, number, replaces: true).run(batch, row)
      appended.replaced += 1
    } else {
      throw StoreError.conflict(
        dataset, at: batch.time(of: row), found: batch.text(of: row),
        stored: stored.isEmpty ? "a row" : stored.text(of: 0), in: name)
    }
  }

  func read(
    _ dataset: Dataset, after place: RowPlace, to: Timestamp, limit: Int,
    into batch: inout RowBatch
  ) throws {
    batch.removeAll()
    guard let number = try number(of: dataset) else { return }
    try perform { db in
      try SQLiteSelect(db, dataset, number, in: name).run(
        after: place, to: to.milliseconds, limit: limit, &batch)
    }
  }
}

/// The statement that keeps a row, bound without a value of GRDB in between: half the time.
struct SQLiteInsert {
  private let db: Database
  private let statement: Statement
  private let columns: [DataColumn]

  init(_ db: Database, _ type: DataType, _ number: Int64, replaces: Bool = false) throws {
    self.db = db
    columns = type.columns
    let names = ["dataset", "time"] + columns.map { SQLiteSchema.quoted($0.name) }
    statement = try db.cachedStatement(
      sql: "INSERT \(replaces ? "OR REPLACE" : "OR IGNORE") INTO \(SQLiteSchema.quoted(type.name)) "
        + "(\(names.joined(separator: ", "))) "
        + "VALUES (\(names.map { _ in "?" }.joined(separator: ", ")))")
    sqlite3_bind_int64(statement.sqliteStatement, 1, number)
  }

  /// Whether the row was new. `OR IGNORE` would pass over a missing value too, which a batch does
  /// not hold where one is required.
  @discardableResult
  func run(_ batch: RowBatch, _ row: Int) throws -> Bool {
    let handle = statement.sqliteStatement
    sqlite3_bind_int64(handle, 2, batch.times[row])
    let start = row * columns.count
    for place in columns.indices {
      let (index, word) = (Int32(place + 3), batch.words[start + place])
      if columns[place].kind == .real {
        // NaN is bound as NULL.
        sqlite3_bind_double(handle, index, Double(bitPattern: UInt64(bitPattern: word)))
      } else if word == RowBatch.missing {
        sqlite3_bind_null(handle, index)
      } else {
        sqlite3_bind_int64(handle, index, word)
      }
    }
    let code = sqlite3_step(handle)
    guard code == SQLITE_DONE else { throw SQLiteStep.failure(db, handle) }
    sqlite3_reset(handle)
    return sqlite3_changes(db.sqliteConnection) > 0
  }
}

/// The statement that reads rows of a dataset in order.
struct SQLiteSelect {
  private let db: Database
  private let statement: Statement
  private let columns: [DataColumn]
  private let sequence: Int?
  private let dataset: Dataset
  private let store: String

  init(_ db: Database, _ dataset: Dataset, _ number: Int64, in store: String) throws {
    self.db = db
    self.dataset = dataset
    self.store = store
    let type = dataset.type
    columns = type.columns
    self.sequence = type.sequencePlace
    let names = ["time"] + columns.map { SQLiteSchema.quoted($0.name) }
    let sequence = type.sequence.map(SQLiteSchema.quoted)
    // A comparison of pairs alone is no range of the key to SQLite.
    let behind =
      sequence.map { "time >= ?2 AND (time > ?2 OR \($0) > ?3)" } ?? "time > ?2 AND ?3 IS NOT NULL"
    statement = try db.cachedStatement(
      sql: "SELECT \(names.joined(separator: ", ")) FROM \(SQLiteSchema.quoted(type.name)) "
        + "WHERE dataset = ?1 AND \(behind) AND time < ?4 "
        + "ORDER BY time\(sequence.map { ", " + $0 } ?? "") LIMIT ?5")
    sqlite3_bind_int64(statement.sqliteStatement, 1, number)
  }

  func run(after place: RowPlace, to: Int64, limit: Int, _ batch: inout RowBatch) throws {
    let handle = statement.sqliteStatement
    sqlite3_bind_int64(handle, 2, place.milliseconds)
    sqlite3_bind_int64(handle, 3, place.sequence)
    sqlite3_bind_int64(handle, 4, to)
    sqlite3_bind_int64(handle, 5, Int64(limit))
    while true {
      let code = sqlite3_step(handle)
      if code == SQLITE_DONE { break }
      guard code == SQLITE_ROW else { throw SQLiteStep.failure(db, handle) }
      // A time that is no integer would be one that no place stands behind.
      guard sqlite3_column_type(handle, 0) == SQLITE_INTEGER else { throw damaged(handle, "time") }
      batch.appendRow(at: sqlite3_column_int64(handle, 0))
      for place in columns.indices { batch.appendWord(try word(handle, place)) }
    }
    sqlite3_reset(handle)
  }

  @inline(__always)
  private func word(_ handle: OpaquePointer, _ place: Int) throws -> Int64 {
    let index = Int32(place + 1)
    // Of a value that must be there, 0 is also what anything else would be read as.
    if columns[place].isRequired, columns[place].kind != .real, place != sequence {
      let value = sqlite3_column_int64(handle, index)
      if value != 0 { return value }
    }
    let type = sqlite3_column_type(handle, index)
    if columns[place].kind == .real {
      if type == SQLITE_FLOAT || type == SQLITE_INTEGER {
        return Int64(bitPattern: sqlite3_column_double(handle, index).bitPattern)
      }
    } else if type == SQLITE_INTEGER {
      return sqlite3_column_int64(handle, index)
    }
    guard type == SQLITE_NULL else { throw damaged(handle, columns[place].name) }
    return columns[place].missing
  }

  /// A value of another kind than its column, which this program does not write.
  private func damaged(_ handle: OpaquePointer, _ column: String) -> StoreError {
    let time = Timestamp(milliseconds: sqlite3_column_int64(handle, 0))
    sqlite3_reset(handle)
    return StoreError(
      .badData,
      "found no number as '\(column)' in the row of \(dataset.text) at \(time) in '\(store)'")
  }
}

enum SQLiteStep {
  /// What a step came to that is neither a row nor the end; the statement can be used again.
  static func failure(_ db: Database, _ handle: OpaquePointer) -> DatabaseError {
    let connection = db.sqliteConnection
    let code = sqlite3_extended_errcode(connection)
    let message = String(cString: sqlite3_errmsg(connection))
    sqlite3_reset(handle)
    return DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
  }
}
