import GRDB
import SFBroker
import SFCore
import SFReport

/// How a venue stands.
extension Ledger {
  /// What it lets out and how far it has come, and what persons have said.
  package func statusTables() throws -> [SFReport.Table] {
    [try standing(), try controlsTable()]
  }

  private func standing() throws -> SFReport.Table {
    let columns = [
      "mode", "since", "by", "reason", "answered_to", "orders_at_work", "words_not_taken",
    ]
    let cells: [Cell] = try perform { db in
      let word = try Self.lastTaken(db)
      let mark = try Int64.fetchOne(db, sql: "SELECT mark FROM memory")
      let words = try Int.fetchOne(db, sql: "SELECT count(*) FROM control WHERE mark IS NULL")
      return [
        .text((word?.mode ?? .active).rawValue), Self.time(word?.wall),
        .text(word?.who ?? "-"), .text(word?.reason ?? "-"), Self.time(mark),
        .count(try Self.atWork(db)), .count(words ?? 0),
      ]
    }
    return SFReport.Table(
      "standing", "The venue",
      columns.map { SFReport.Table.Column($0, $0.replacing("_", with: " ")) }, [cells])
  }

  private typealias ModeWord = (mode: BrokerMode, wall: Int64, who: String, reason: String)

  /// What the venue took last of the words that say what it lets out; `nil` for none.
  private static func lastTaken(_ db: Database) throws -> ModeWord? {
    let rows = try Row.fetchAll(
      db,
      sql: "SELECT action, wall, who, reason FROM control WHERE mark IS NOT NULL ORDER BY id DESC")
    for row in rows {
      guard let mode = Control.Action(rawValue: row[0]).flatMap(BrokerMode.init) else { continue }
      return (mode, row[1], (row[2] as String).shown(), (row[3] as String).shown())
    }
    return nil
  }

  private static func atWork(_ db: Database) throws -> Int {
    let final = OrderState.allCases.filter(\.isFinal).map(\.rawValue)
    let marks = final.map { _ in "?" }.joined(separator: ", ")
    return try Int.fetchOne(
      db, sql: "SELECT count(*) FROM orders WHERE state NOT IN (\(marks))",
      arguments: StatementArguments(final)) ?? 0
  }

  private static func time(_ milliseconds: Int64?) -> Cell {
    milliseconds.map { .time(Timestamp(milliseconds: $0)) } ?? .none
  }
}
