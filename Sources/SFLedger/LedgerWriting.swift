import GRDB
import SFBroker
import SFCore

/// What the venue writes, and reads when it goes on.
extension Ledger {
  /// What a venue remembers.
  public struct Memory: Equatable, Sendable {
    /// The last mark that it has answered.
    public let mark: Timestamp
    /// Whether it has taken the orders of that mark, too.
    public let hasTaken: Bool
    public let bytes: [UInt8]

    public init(mark: Timestamp, hasTaken: Bool, bytes: [UInt8]) {
      self.mark = mark
      self.hasTaken = hasTaken
      self.bytes = bytes
    }
  }

  /// What the ledger is of: the configuration of its venue. One of another is refused (78).
  public func belong(to configuration: String) throws {
    let known = try perform { db in
      try String.fetchOne(db, sql: "SELECT value FROM about WHERE key = 'configuration'")
    }
    guard let known else {
      return try perform { db in
        try db.execute(
          sql: "INSERT INTO about VALUES ('configuration', ?)", arguments: [configuration])
      }
    }
    guard known == configuration else {
      throw LedgerError(
        .configuration, "'\(path)' is the ledger of another configuration: \(known)",
        help: "a ledger belongs to a venue and its settings: use another file")
    }
  }

  /// `nil` before the first commit.
  public func memory() throws -> Memory? {
    try perform { db in
      try Row.fetchOne(db, sql: "SELECT mark, taken, bytes FROM memory").map { row in
        guard let bytes = HexText.bytes(row[2]) else {
          throw LedgerError(.badData, "'\(path)' is damaged: found no memory of a venue in it")
        }
        return Memory(
          mark: Timestamp(milliseconds: row[0]), hasTaken: (row[1] as Int) != 0, bytes: bytes)
      }
    }
  }

  /// The lines of the answers of a mark; `nil` where nothing was said.
  public func text(of mark: Timestamp) throws -> [UInt8]? {
    try perform { db in
      try String.fetchOne(
        db, sql: "SELECT text FROM answers WHERE mark = ?", arguments: [mark.milliseconds]
      ).map { Array($0.utf8) }
    }
  }

  /// Writes what has come since the last commit, and what the venue remembers behind it.
  public func commit(
    _ page: LedgerPage, _ memory: Memory, venue: String, wall: Timestamp
  ) throws {
    try perform { db in
      try db.inTransaction(.immediate) {
        try LedgerPageWriter(db, venue: venue, wall: wall.milliseconds).write(page)
        try db.execute(
          sql: "INSERT OR REPLACE INTO memory VALUES (1, ?, ?, ?)",
          arguments: [
            memory.mark.milliseconds, memory.hasTaken ? 1 : 0, HexText.text(memory.bytes),
          ])
        return .commit
      }
    }
  }
}
