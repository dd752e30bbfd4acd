import GRDB
import SFCore
import SFStore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A store in a file of SQLite.
///
/// The file is in WAL mode: readers see what is committed and wait for nobody. They open it
/// read-only and so never move pages from the log into the file: before SQLite 3.51.3, two processes
/// that do that at once can damage it. The one writer does it alone.
final class SQLiteStore: MarketStore {
  let name: String
  let path: String
  let queue: DatabaseQueue
  private let lock: WriterLock?
  /// What keeps writers away while a file is read as one that does not change.
  private let exclusion: Int32?
  private let known: DataTypes
  /// The types of which there is a table.
  private var types: [DataType] = []
  /// The numbers of the datasets.
  private var numbers: [Dataset: Int64] = [:]

  /// A file of this size is looked through at each opening, a larger one when its last writer was
  /// killed.
  private static let always = 1 << 30

  init(path: String, _ access: StoreAccess, _ types: DataTypes) throws {
    name = path
    self.path = path
    known = types
    let isStill = access == .reading && Self.isOutOfReach(path)
    try SQLiteHeader.check(path, for: access)
    lock = access == .writing ? try WriterLock(path + "-lock", of: path) : nil
    exclusion = isStill ? try WriterLock.excludeWriters(path + "-lock", of: path) : nil
    queue = try StoreError.saying(path) {
      try DatabaseQueue(
        path: isStill ? Self.addressOfStill(path) : path,
        configuration: Self.configuration(access))
    }
    try open(access)
  }

  deinit {
    // Closing moves the log into the file; what fails here is done at the next opening.
    do {
      try queue.close()
      lock?.release()
    } catch {}
    if let exclusion { Glibc.close(exclusion) }
  }

  /// Whether nothing can be made beside the file, and no log is there: a disk that is read-only, or
  /// a directory of somebody else's. SQLite reads such a file only as one that does not change.
  private static func isOutOfReach(_ path: String) -> Bool {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    return Glibc.access(folder, W_OK) != 0 && Glibc.access(path + "-wal", F_OK) != 0
  }

  /// The address by which SQLite takes a file for one that does not change.
  private static func addressOfStill(_ path: String) -> String {
    let plain = path.utf8.map { byte in
      let isPlain =
        byte < 128
        && (Character(Unicode.Scalar(byte)).isLetter
          || Character(Unicode.Scalar(byte)).isNumber || "/._-".utf8.contains(byte))
      let digits = String(byte, radix: 16, uppercase: true)
      return isPlain
        ? String(Unicode.Scalar(byte)) : "%" + (digits.count < 2 ? "0" : "") + digits
    }
    return "file:\(plain.joined())?immutable=1"
  }

  private static func configuration(_ access: StoreAccess) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = access == .reading
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { db in
      // What a file of other hands does in views and triggers it does with what is in it.
      try db.execute(sql: "PRAGMA trusted_schema = OFF")
      guard access == .writing else { return }
      // In WAL mode the file is sound after a loss of power too; the last commits may be lost.
      try db.execute(
        sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384")
    }
    return configuration
  }

  private func open(_ access: StoreAccess) throws {
    try perform { db in
      if access == .writing {
        try db.inTransaction(.immediate) {
          try SQLiteSchema.migrate(db, name)
          return .commit
        }
        let isLookedThrough = try size() < Self.always || lock?.isAfterOrderlyEnd == false
        if isLookedThrough, let finding = try Self.findings(db, "quick_check").first {
          throw StoreError(
            .badData, "'\(name)' is damaged: \(finding)",
            help: "sf-store check says more; sf-store export saves what can be read")
        }
      } else {
        try SQLiteSchema.check(db, name)
      }
      types = try SQLiteSchema.types(db, name)
      for type in types where known[type.name].map({ $0 != type }) ?? false {
        throw StoreError.otherType(type, in: name)
      }
    }
  }

  /// Works on the database, in a transaction of the caller if there is one.
  func perform<Result>(_ work: (Database) throws -> Result) throws -> Result {
    try StoreError.saying(name) { try queue.unsafeReentrantWrite(work) }
  }

  private static func findings(_ db: Database, _ pragma: String) throws -> [String] {
    try String.fetchAll(db, sql: "PRAGMA \(pragma)(20)").filter { $0 != "ok" }
  }

  // MARK: Datasets

  func datasets() throws -> [Dataset] {
    let rows = try perform {
      try Row.fetchAll($0, sql: "SELECT id, type, symbol, interval FROM dataset")
    }
    for row in rows {
      let texts = (
        type: try row.text(1, in: name), symbol: try row.text(2, in: name),
        interval: try row.text(3, in: name)
      )
      guard let type = try type(named: texts.type), let symbol = Symbol(texts.symbol),
        let interval = Interval(texts.interval)
      else {
        throw StoreError(
          .badData,
          "found the dataset '\(texts.type) \(texts.symbol) \(texts.interval)' in '\(name)', "
            + "expected a type, a symbol and an interval")
      }
      numbers[Dataset(type, Series(symbol: symbol, interval: interval))] = try row.number(
        0, in: name)
    }
    return numbers.keys.sorted(by: Dataset.isOrdered)
  }

  /// The type of a table; a writer may have made it since.
  private func type(named name: String) throws -> DataType? {
    if let type = types.first(where: { $0.name == name }) { return type }
    types = try perform { try SQLiteSchema.types($0, self.name) }
    return types.first { $0.name == name }
  }

  /// The number of a dataset; `nil` when there is none.
  func number(of dataset: Dataset) throws -> Int64? {
    if let number = numbers[dataset] { return number }
    _ = try datasets()
    return numbers[dataset]
  }

  /// The number of a dataset, which is made when it is new.
  func numberToWrite(_ dataset: Dataset, _ db: Database) throws -> Int64 {
    if let number = try number(of: dataset) { return number }
    if let type = try type(named: dataset.type.name) {
      guard type == dataset.type else { throw StoreError.otherType(type, in: name) }
    } else {
      try SQLiteSchema.create(dataset.type, db)
      types.append(dataset.type)
    }
    try db.execute(
      sql: "INSERT INTO dataset (type, symbol, interval) VALUES (?, ?, ?)",
      arguments: [dataset.type.name, dataset.series.symbol.text, dataset.series.interval.text])
    numbers[dataset] = db.lastInsertedRowID
    return db.lastInsertedRowID
  }

  func transaction(_ work: () throws -> Void) throws {
    try perform { db in
      if db.isInsideTransaction { return try work() }
      do {
        try db.inTransaction(.immediate) {
          try work()
          return .commit
        }
      } catch {
        // What was numbered in it is not there.
        numbers.removeAll()
        types.removeAll()
        throw error
      }
    }
  }

  // MARK: The file

  func check() throws -> [String] {
    try perform { try Self.findings($0, "integrity_check") }
      + (try datasets().flatMap { try findings(in: $0) })
  }

  func vacuum() throws {
    try perform { db in
      try db.execute(sql: "VACUUM; PRAGMA wal_checkpoint(TRUNCATE); ANALYZE")
    }
  }

  func size() throws -> Int {
    ["", "-wal"].reduce(0) { sum, suffix in
      var status = stat()
      return stat(path + suffix, &status) == 0 ? sum + Int(status.st_size) : sum
    }
  }
}
