import GRDB
import SFBroker
import SFCore
import SFRun

/// What persons say: written by whoever is asked to, taken by the venue at its next mark.
extension Ledger {
  /// Notes what a person says.
  public func say(_ control: Control, price: Price? = nil, wall: Timestamp) throws {
    try perform { db in
      try db.execute(
        sql: """
          INSERT INTO control (action, target, price, reason, who, wall, mark)
          VALUES (?, ?, ?, ?, ?, ?, NULL)
          """,
        arguments: [
          control.action.rawValue, control.target, price?.units, control.reason, control.who,
          wall.milliseconds,
        ])
    }
  }

  /// Whether another process has written since this was asked last, or it was never asked.
  public func hasNews() throws -> Bool {
    // Asked at each mark: to begin a transaction takes longer than all else that a quiet mark needs.
    if let watch {
      guard watch.hasHeard() else { return false }
    } else {
      // Before the look, so that nothing comes between; the file is there from the first commit on.
      watch = ChangeWatch(path + "-wal")
    }
    let version = try perform { db in
      try Int64.fetchOne(db.cachedStatement(sql: "PRAGMA data_version")) ?? 0
    }
    defer { knownVersion = version }
    return version != knownVersion
  }

  /// What was said and not taken, in the order in which it was said.
  public func unheard() throws -> [PersonWord] {
    try perform { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT id, action, target, price, reason, who FROM control WHERE mark IS NULL ORDER BY id
          """
      ).map { row in
        guard let action = Control.Action(rawValue: row[1]) else {
          throw LedgerError(
            .badData, "'\(path)' is damaged: found the control '\(row[1] as String)'")
        }
        return PersonWord(
          row[0], Control(action: action, target: row[2], reason: row[4], who: row[5]),
          price: (row[3] as Int64?).map(Price.init(units:)))
      }
    }
  }
}

// MARK: - What became of orders

extension Ledger {
  /// An order, and where it is.
  public struct OrderRecord: Equatable, Sendable {
    public let id: String
    public let state: OrderState
    public let filled: Quantity
  }

  /// All orders, in the order in which they came.
  public func orderStates() throws -> [OrderRecord] {
    try perform { db in
      try Row.fetchAll(db, sql: "SELECT id, state, filled FROM orders ORDER BY rowid").map { row in
        guard let state = OrderState(rawValue: row[1]) else {
          throw LedgerError(
            .badData, "'\(path)' is damaged: found the state '\(row[1] as String)' of an order")
        }
        return OrderRecord(id: row[0], state: state, filled: Quantity(units: row[2]))
      }
    }
  }
}
