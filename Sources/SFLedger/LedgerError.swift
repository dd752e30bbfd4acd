import GRDB
import SFCore

/// A ledger that cannot be opened, read or written.
public struct LedgerError: ReportableError, Equatable {
  public let exitStatus: ExitStatus
  public let message: String
  public let help: String?

  public init(_ exitStatus: ExitStatus, _ message: String, help: String? = nil) {
    self.exitStatus = exitStatus
    self.message = message
    self.help = help
  }

  /// What SQLite says, in one sentence.
  private init(_ error: DatabaseError, _ path: String) {
    let reason = error.message ?? "it failed"
    switch error.resultCode {
    case .SQLITE_FULL: self.init(.inputOutput, "cannot write '\(path)': the disk is full")
    case .SQLITE_BUSY, .SQLITE_LOCKED: self.init(.tryAgain, "'\(path)' is in use: \(reason)")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
      self.init(.badData, "found no ledger in '\(path)', expected one: \(reason)")
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      self.init(.cannotCreate, "cannot open '\(path)': \(reason)")
    default: self.init(.inputOutput, "'\(path)': \(reason)")
    }
  }

  /// Does work on a database, and says its failures as those of the ledger.
  static func saying<Result>(_ path: String, _ work: () throws -> Result) throws -> Result {
    do { return try work() } catch let error as DatabaseError {
      throw LedgerError(error, path)
    } catch is RowDecodingError {
      throw LedgerError(.badData, "'\(path)' is damaged: found a value of another kind in a table")
    }
  }
}
