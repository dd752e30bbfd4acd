import GRDB
import SFCore
import SFReport

/// The tables in which a ledger is shown.
extension Ledger {
  package func ordersTable() throws -> SFReport.Table {
    try table(
      "orders", "Orders",
      """
      SELECT mark, id, symbol, side, kind, quantity, price, intent, by, reference, bid, ask, state,
        filled FROM orders ORDER BY mark, rowid
      """,
      [
        ("mark", .time), ("id", .text), ("symbol", .text), ("side", .text), ("kind", .text),
        ("quantity", .amount), ("price", .amount), ("intent", .text), ("by", .text),
        ("reference", .amount), ("bid", .amount), ("ask", .amount), ("state", .text),
        ("filled", .amount),
      ])
  }

  package func fillsTable() throws -> SFReport.Table {
    try table(
      "fills", "Fills",
      """
      SELECT mark, at, id, "order", symbol, side, price, quantity, fee, fee_asset, liquidity
        FROM fill ORDER BY mark, rowid
      """,
      [
        ("mark", .time), ("at", .time), ("id", .text), ("order", .text), ("symbol", .text),
        ("side", .text), ("price", .amount), ("quantity", .amount), ("fee", .amount),
        ("fee_asset", .text), ("liquidity", .text),
      ])
  }

  package func accountTable() throws -> SFReport.Table {
    try table(
      "account", "Account", "SELECT mark, cash, assets FROM account ORDER BY mark",
      [("mark", .time), ("cash", .amount), ("assets", .text)])
  }

  package func controlsTable() throws -> SFReport.Table {
    try table(
      "controls", "What persons have said",
      "SELECT wall, who, action, target, price, reason, mark FROM control ORDER BY id",
      [
        ("said", .time), ("who", .text), ("action", .text), ("target", .text),
        ("price", .amount), ("reason", .text), ("taken_at", .time),
      ])
  }

  private enum Kind { case time, text, amount }

  private func table(
    _ key: String, _ title: String, _ query: String, _ columns: [(name: String, kind: Kind)]
  ) throws -> SFReport.Table {
    let rows = try perform { try Row.fetchAll($0, sql: query) }
    return SFReport.Table(
      key, title,
      columns.map { SFReport.Table.Column($0.name, $0.name.replacing("_", with: " ")) },
      rows.map { row in
        columns.indices.map { index in
          switch columns[index].kind {
          case .time: Self.cell(row[index]) { .time(Timestamp(milliseconds: $0)) }
          case .amount: Self.cell(row[index]) { .amount(Price(units: $0)) }
          case .text: (row[index] as String?).map { .text($0.shown()) } ?? .none
          }
        }
      })
  }

  private static func cell(_ value: Int64?, _ make: (Int64) -> Cell) -> Cell {
    value.map(make) ?? .none
  }
}
