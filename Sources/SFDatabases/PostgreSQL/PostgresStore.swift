import SFCore
import SFStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A store in a database of PostgreSQL: for teams, and for data beyond one machine.
///
/// Its tables stand in the schema `signalflow`, beside whatever else is in the database. The writer
/// holds an advisory lock of its session, which the server gives back when it ends.
final class PostgresStore: MarketStore {
  let name: String
  let connection: PostgresConnection
  private let known: DataTypes
  private var types: [DataType] = []
  private var numbers: [Dataset: Int64] = [:]
  private var depth = 0

  /// The version of the tables.
  private static let version: Int64 = 1
  /// "SFlw": the advisory lock.
  private static let lock: Int64 = 0x5346_6C77

  init(url: String, name: String, _ access: StoreAccess, _ types: DataTypes) throws {
    self.name = name
    known = types
    connection = try PostgresConnection(url: url, name: name)
    if access == .writing { try takeLock() }
    try open(access)
  }

  private func takeLock() throws {
    try connection.run(
      "SELECT set_config('application_name', $1, false)",
      [.text("signalflow writer \(getpid())")])
    let rows = try connection.run(
      "SELECT pg_try_advisory_lock($1)::int::bigint", [.integer(Self.lock)])
    if rows.word(0, 0) == 1 { return }
    let holder = try connection.run(
      """
      SELECT a.application_name, coalesce(a.client_addr::text, 'this machine')
      FROM pg_locks l JOIN pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.objid = $1::bigint::oid
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      """, [.integer(Self.lock)])
    let words = holder.count > 0 ? (holder.text(0, 0) ?? "").split(separator: " ") : []
    let process = words.last.flatMap { Int($0) }.map { "process \($0)" } ?? "another process"
    let place = holder.count > 0 ? " of \(holder.text(0, 1) ?? "an unknown machine")" : ""
    throw StoreError(
      .tryAgain,
      "'\(name)' is being written by \(process)\(place), expected one writer at a time",
      help: "try again when it has ended; reading is possible meanwhile")
  }

  private func open(_ access: StoreAccess) throws {
    let isThere =
      try connection.run(
        "SELECT 1::bigint WHERE to_regclass('signalflow.version') IS NOT NULL"
      ).count > 0
    if !isThere {
      guard access == .writing else {
        throw StoreError(.noInput, "found no store in '\(name)', expected one to read")
      }
      try transaction { try createTables() }
    }
    let version = try connection.run("SELECT version FROM signalflow.version").word(0, 0) ?? 0
    guard (1...Self.version).contains(version) else {
      throw StoreError(
        .protocolMismatch,
        "'\(name)' is a store of version \(version), expected at most \(Self.version)",
        help: version < 1 ? nil : "a newer version of this tool has written it: use that one")
    }
    try readTypes()
    for type in types where known[type.name].map({ $0 != type }) ?? false {
      throw StoreError.otherType(type, in: name)
    }
  }

  private func createTables() throws {
    for statement in [
      "CREATE SCHEMA IF NOT EXISTS signalflow",
      "CREATE TABLE signalflow.version (version bigint NOT NULL)",
      "INSERT INTO signalflow.version VALUES (\(Self.version))",
      "CREATE TABLE signalflow.data_type (name text PRIMARY KEY, declaration text NOT NULL)",
      """
      CREATE TABLE signalflow.dataset (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        type text NOT NULL REFERENCES signalflow.data_type (name),
        symbol text NOT NULL, "interval" text NOT NULL, UNIQUE (type, symbol, "interval"))
      """,
      """
      CREATE TABLE signalflow.absence (
        dataset bigint NOT NULL REFERENCES signalflow.dataset (id),
        first bigint NOT NULL, last bigint NOT NULL, PRIMARY KEY (dataset, first))
      """,
    ] { try connection.run(statement) }
  }

  /// The table of a type.
  static func table(_ type: DataType) -> String { "signalflow.\(quoted(type.name))" }

  static func quoted(_ name: String) -> String { StoredName.quoted(name) }

  private func create(_ type: DataType) throws {
    let columns = type.columns.map { column in
      "\(Self.quoted(column.name)) \(column.kind == .real ? "double precision" : "bigint")"
        + (column.isRequired ? " NOT NULL" : "")
    }
    let key = ["dataset", "time"] + (type.sequence.map { [Self.quoted($0)] } ?? [])
    try connection.run(
      "CREATE TABLE \(Self.table(type)) (dataset bigint NOT NULL, time bigint NOT NULL, "
        + columns.joined(separator: ", ") + ", PRIMARY KEY (\(key.joined(separator: ", "))))")
    try connection.run(
      "INSERT INTO signalflow.data_type (name, declaration) VALUES ($1, $2)",
      [.text(type.name), .text(DataTypeText.write(type))])
    types.append(type)
  }

  private func readTypes() throws {
    let rows = try connection.run(
      "SELECT name, declaration FROM signalflow.data_type ORDER BY name")
    types = try (0..<rows.count).map { row in
      let type = try DataTypeText.read(
        rows.text(row, 1) ?? "", name: rows.text(row, 0) ?? "", in: name)
      try checkTable(of: type)
      return type
    }
  }

  /// Refuses a table that other hands have made, in which anything may stand.
  private func checkTable(of type: DataType) throws {
    let rows = try connection.run(
      """
      SELECT column_name || ' ' || data_type FROM information_schema.columns
      WHERE table_schema = 'signalflow' AND table_name = $1 ORDER BY ordinal_position
      """, [.text(type.name)])
    let expected =
      ["dataset bigint", "time bigint"]
      + type.columns.map { "\($0.name) \($0.kind == .real ? "double precision" : "bigint")" }
    guard (0..<rows.count).map({ rows.text($0, 0) }) == expected else {
      throw StoreError(
        .badData, "'\(name)' is damaged: its table '\(type.name)' is not as it is declared")
    }
  }

  // MARK: Datasets

  func datasets() throws -> [Dataset] {
    let rows = try connection.run(
      "SELECT id, type, symbol, \"interval\" FROM signalflow.dataset")
    for row in 0..<rows.count {
      let (type, symbol, interval) = (
        rows.text(row, 1) ?? "", rows.text(row, 2) ?? "", rows.text(row, 3) ?? ""
      )
      if !types.contains(where: { $0.name == type }) { try readTypes() }
      guard let type = types.first(where: { $0.name == type }), let symbol = Symbol(symbol),
        let interval = Interval(interval)
      else {
        throw StoreError(
          .badData,
          "found the dataset '\(type) \(symbol) \(interval)' in '\(name)', "
            + "expected a type, a symbol and an interval")
      }
      numbers[Dataset(type, Series(symbol: symbol, interval: interval))] = rows.word(row, 0)
    }
    return numbers.keys.sorted(by: Dataset.isOrdered)
  }

  func number(of dataset: Dataset) throws -> Int64? {
    if let number = numbers[dataset] { return number }
    _ = try datasets()
    return numbers[dataset]
  }

  /// The number of a dataset, which is made when it is new.
  func numberToWrite(_ dataset: Dataset) throws -> Int64 {
    if let number = try number(of: dataset) { return number }
    if let type = types.first(where: { $0.name == dataset.type.name }) {
      guard type == dataset.type else { throw StoreError.otherType(type, in: name) }
    } else {
      try create(dataset.type)
    }
    let rows = try connection.run(
      "INSERT INTO signalflow.dataset (type, symbol, \"interval\") VALUES ($1, $2, $3) RETURNING id",
      [
        .text(dataset.type.name), .text(dataset.series.symbol.text),
        .text(dataset.series.interval.text),
      ])
    guard let number = rows.word(0, 0) else {
      throw StoreError(.inputOutput, "'\(name)': found no number of a new dataset")
    }
    numbers[dataset] = number
    return number
  }

  func transaction(_ work: () throws -> Void) throws {
    if depth > 0 { return try work() }
    try connection.run("BEGIN")
    depth += 1
    defer { depth -= 1 }
    do {
      try work()
      try connection.run("COMMIT")
    } catch {
      // What was numbered in it is not there.
      numbers.removeAll()
      types.removeAll()
      // The connection may be what has failed; its end rolls back, too.
      _ = try? connection.run("ROLLBACK")
      throw error
    }
  }
}
