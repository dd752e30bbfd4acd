import GRDB
import SFCore
import SFStore

/// The tables of a store in SQLite, and how older ones become them.
///
/// `user_version` counts the migrations that a file has seen; a file that has seen more than are
/// known here is of a newer version and is refused.
enum SQLiteSchema {
  /// "SFlw", in the header of the file.
  static let applicationID = 0x5346_6C77

  /// Each leads from the version of its place to the next.
  private static let migrations: [@Sendable (Database) throws -> Void] = [first]

  static var version: Int { migrations.count }

  @Sendable private static func first(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE data_type (
          name TEXT PRIMARY KEY, declaration TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE dataset (
          id INTEGER PRIMARY KEY, type TEXT NOT NULL REFERENCES data_type (name),
          symbol TEXT NOT NULL, interval TEXT NOT NULL, UNIQUE (type, symbol, interval)
        ) STRICT;
        CREATE TABLE absence (
          dataset INTEGER NOT NULL REFERENCES dataset (id),
          first INTEGER NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (dataset, first)
        ) STRICT, WITHOUT ROWID;
        """)
  }

  /// What a file says of itself.
  static func state(_ db: Database) throws -> (application: Int, version: Int, tables: Int) {
    (
      try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
      try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
      try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    )
  }

  /// Refuses a file that is no store, or one of a newer version.
  static func check(_ db: Database, _ name: String) throws {
    let (application, version, tables) = try state(db)
    if application == 0, tables == 0 {
      throw StoreError(.noInput, "'\(name)' is empty, expected a store")
    }
    guard application == applicationID else { throw foreign(name) }
    try check(version: version, name)
  }

  static func check(version: Int, _ name: String) throws(StoreError) {
    if (0...Self.version).contains(version) { return }
    throw StoreError(
      .protocolMismatch,
      "'\(name)' is a store of version \(version), expected at most \(Self.version)",
      help: version < 0 ? nil : "a newer version of this tool has written it: use that one")
  }

  static func foreign(_ name: String) -> StoreError {
    StoreError(
      .protocolMismatch, "'\(name)' is a database of another program, expected a store")
  }

  /// Brings a file to the version of this program; makes a store of an empty one.
  static func migrate(_ db: Database, _ name: String) throws {
    let (application, _, tables) = try state(db)
    if application == 0, tables == 0 {
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
    }
    try check(db, name)
    let version = try state(db).version
    for (place, migration) in migrations.enumerated().dropFirst(version) {
      try migration(db)
      try db.execute(sql: "PRAGMA user_version = \(place + 1)")
    }
  }

  // MARK: Tables of data types

  /// The table of a type: rows by dataset and time, one behind another on the disk.
  static func create(_ type: DataType, _ db: Database) throws {
    let columns = type.columns.map { column in
      let kind = column.kind == .real ? "REAL" : "INTEGER"
      return "\(quoted(column.name)) \(kind)\(column.isRequired ? " NOT NULL" : "")"
    }
    let key = ["dataset", "time"] + (type.sequence.map { [quoted($0)] } ?? [])
    try db.execute(
      sql: """
        CREATE TABLE \(quoted(type.name)) (
          dataset INTEGER NOT NULL REFERENCES dataset (id), time INTEGER NOT NULL,
          \(columns.joined(separator: ",\n  ")),
          PRIMARY KEY (\(key.joined(separator: ", ")))
        ) STRICT, WITHOUT ROWID
        """)
    try db.execute(
      sql: "INSERT INTO data_type (name, declaration) VALUES (?, ?)",
      arguments: [type.name, DataTypeText.write(type)])
  }

  static func quoted(_ name: String) -> String { StoredName.quoted(name) }

  /// The types of which the store has rows, each with a table that is as it declares.
  static func types(_ db: Database, _ store: String) throws -> [DataType] {
    let rows = try Row.fetchAll(db, sql: "SELECT name, declaration FROM data_type ORDER BY name")
    return try rows.map { row in
      let type = try DataTypeText.read(
        try row.text(1, in: store), name: try row.text(0, in: store), in: store)
      try checkTable(of: type, db, store)
      return type
    }
  }

  /// Refuses a table that other hands have made, in which anything may stand.
  private static func checkTable(of type: DataType, _ db: Database, _ store: String) throws {
    let isStrict = try Bool.fetchOne(
      db,
      sql: "SELECT strict AND wr FROM pragma_table_list WHERE schema = 'main' AND name = ?",
      arguments: [type.name])
    let found = try Row.fetchAll(
      db, sql: "SELECT name || ' ' || type FROM pragma_table_info(?) ORDER BY cid",
      arguments: [type.name]
    ).map { try $0.text(0, in: store) }
    let expected =
      ["dataset INTEGER", "time INTEGER"]
      + type.columns.map { "\($0.name) \($0.kind == .real ? "REAL" : "INTEGER")" }
    guard isStrict == true, found == expected else {
      throw StoreError(
        .badData, "'\(store)' is damaged: its table '\(type.name)' is not as it is declared")
    }
  }
}
