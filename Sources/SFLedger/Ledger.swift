import GRDB
import SFBroker
import SFCore
import SFRun

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a venue was asked for, what it answered, and what persons said: in a file of SQLite.
///
/// One process writes it for as long as it lives; others read it, and add what a person says. Keys
/// make all of it idempotent: an order by its id, a fill by venue, symbol and id, an event by order,
/// kind and mark.
public final class Ledger {
  /// How it is opened.
  public enum Access: Sendable {
    /// As the venue's: made where it is not there, and held until the process ends. Each commit is on
    /// the disk when it returns, if that is asked for.
    case venue(syncs: Bool)
    /// To look into, or to say something.
    case person
  }

  public let path: String
  let queue: DatabaseQueue
  /// Of what others have written, as of the last look.
  var knownVersion: Int64?
  /// Of the file to which all commits go first.
  var watch: ChangeWatch?
  private let lock: LedgerLock?

  public init(_ path: String, _ access: Access) throws {
    self.path = path
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    switch access {
    case .venue(let syncs):
      lock = try LedgerLock(path)
      configuration.prepareDatabase { db in
        try db.execute(
          sql: "PRAGMA trusted_schema = OFF; PRAGMA journal_mode = WAL; PRAGMA synchronous = "
            + (syncs ? "FULL" : "OFF"))
      }
    case .person:
      lock = nil
      guard Glibc.access(path, F_OK) == 0 else {
        throw LedgerError(
          .noInput, "cannot read '\(path)': no such ledger",
          help: "sf-broker makes one with --ledger, a session has it in DIR/broker/ledger")
      }
      configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF") }
    }
    queue = try LedgerError.saying(path) {
      try DatabaseQueue(path: path, configuration: configuration)
    }
    try check(makes: lock != nil)
  }

  deinit {
    // What fails here is done at the next opening.
    try? queue.close()
  }

  /// A new file gets its tables; one of another program or a later version is refused.
  private func check(makes: Bool) throws {
    try perform { db in
      var (version, application, tables) = (0, 0, 0)
      // All of one moment: a venue may be making it.
      try db.inTransaction(.deferred) {
        version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        return .commit
      }
      if version == 0, application == 0, tables == 0 {
        // The file is there before its tables.
        guard makes else {
          throw LedgerError(
            .tryAgain, "found nothing in '\(path)', expected a ledger",
            help: "a venue that begins makes it: try again")
        }
        return try db.inTransaction(.immediate) {
          try LedgerSchema.make(db)
          return .commit
        }
      }
      guard application == LedgerSchema.applicationID else {
        throw LedgerError(.badData, "found another file in '\(path)', expected a ledger")
      }
      guard version == LedgerSchema.version else {
        throw LedgerError(
          .protocolMismatch,
          "found version \(version) of a ledger in '\(path)', expected \(LedgerSchema.version)")
      }
    }
  }

  func perform<Result>(_ work: (Database) throws -> Result) throws -> Result {
    try LedgerError.saying(path) { try queue.unsafeReentrantWrite(work) }
  }
}
