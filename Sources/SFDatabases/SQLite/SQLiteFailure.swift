import GRDB
import SFCore
import SFStore

/// Values of rows that somebody else may have written: GRDB's own subscripts end the program where one is
/// of another kind.
extension Row {
  /// The integer at a place; `nil` where there is none.
  func integer(_ place: Int, in store: String) throws(StoreError) -> Int64? {
    switch (self[place] as DatabaseValue).storage {
    case .int64(let value): return value
    case .null: return nil
    case .double, .string, .blob: throw .otherKind(in: store)
    }
  }

  /// The integer at a place.
  func number(_ place: Int, in store: String) throws(StoreError) -> Int64 {
    guard let value = try integer(place, in: store) else { throw .otherKind(in: store) }
    return value
  }

  /// The text at a place.
  func text(_ place: Int, in store: String) throws(StoreError) -> String {
    guard case .string(let value) = (self[place] as DatabaseValue).storage else {
      throw .otherKind(in: store)
    }
    return value
  }
}

extension StoreError {
  /// A value that this program would not have written.
  static func otherKind(in store: String) -> StoreError {
    StoreError(.badData, "'\(store)' is damaged: found a value of another kind in a table")
  }
}

extension StoreError {
  /// What SQLite says, in the words of this project.
  init(_ error: DatabaseError, _ store: String) {
    let reason = error.message ?? "it failed"
    switch error.resultCode {
    case .SQLITE_FULL:
      self.init(
        .inputOutput, "cannot write '\(store)': the disk is full",
        help: "what was committed before is there; make room and run it again")
    case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_WRITE:
      self.init(
        .inputOutput,
        "cannot write '\(store)': \(reason), as where no room is left or a limit of files is met",
        help: "what was committed before is there; make room and run it again")
    case .SQLITE_IOERR:
      self.init(
        .inputOutput, "cannot read or write '\(store)': \(reason)",
        help: "what was committed before is there")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(.tryAgain, "'\(store)' is in use: \(reason)")
    case .SQLITE_CORRUPT:
      self.init(
        .badData, "'\(store)' is damaged: \(reason)",
        help: "sf-store check says more; sf-store export saves what can be read")
    case .SQLITE_NOTADB:
      self.init(.badData, "found no database in '\(store)', expected a store")
    case .SQLITE_CANTOPEN:
      self.init(.cannotCreate, "cannot open '\(store)': \(reason)")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      self.init(.cannotCreate, "cannot write '\(store)': \(reason)")
    default: self.init(.inputOutput, "'\(store)': \(error)")
    }
  }

  /// Does work on a database, and says its failures as those of the store.
  static func saying<Result>(_ store: String, _ work: () throws -> Result) throws -> Result {
    do { return try work() } catch let error as DatabaseError {
      throw StoreError(error, store)
    } catch is RowDecodingError {
      throw otherKind(in: store)
    }
  }
}
