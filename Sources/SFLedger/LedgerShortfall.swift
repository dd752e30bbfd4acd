import GRDB
import SFBroker
import SFCore
import SFReport

/// What fills cost against the market at their decisions.
extension Ledger {
  /// All fills together, by symbol, and by the hour (UTC) of the decision.
  package func shortfallTables() throws -> [SFReport.Table] {
    var all = Shortfall()
    var symbols: [String: Shortfall] = [:]
    var hours: [Int: Shortfall] = [:]
    for (symbol, hour, seen) in try observations() {
      all.add(seen)
      symbols[symbol, default: Shortfall()].add(seen)
      hours[hour, default: Shortfall()].add(seen)
    }
    return [
      Self.table("shortfall", "Shortfall", nil, [(.none, all)]),
      Self.table(
        "by_symbol", "By symbol", "symbol",
        symbols.sorted { $0.key < $1.key }.map { (.text($0.key.shown()), $0.value) }),
      Self.table(
        "by_hour", "By hour, UTC", "hour",
        hours.sorted { $0.key < $1.key }.map { (.count($0.key), $0.value) }),
    ]
  }

  private func observations() throws -> [(String, Int, Shortfall.Observation)] {
    try perform { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT f.symbol, o.mark, f.side, f.quantity, f.price, f.fee, f.fee_asset, o.reference,
            o.bid, o.ask
          FROM fill f JOIN orders o ON o.id = f."order" ORDER BY f.mark, f.rowid
          """
      ).map { row in
        guard let side = Side(rawValue: row[2]) else {
          throw LedgerError(.badData, "'\(path)' is damaged: found the side '\(row[2] as String)'")
        }
        let hour = Int((row[1] as Int64).floored(by: 3_600_000) % 24)
        let fee: Price? = (row[6] as String?) == nil ? Price(units: row[5]) : nil
        let seen = Shortfall.Observation(
          side, Quantity(units: row[3]), at: Price(units: row[4]), fee: fee,
          close: Price(units: row[7]), bid: (row[8] as Int64?).map(Price.init(units:)),
          ask: (row[9] as Int64?).map(Price.init(units:)))
        return (row[0], hour, seen)
      }
    }
  }

  private static func table(
    _ key: String, _ title: String, _ group: String?, _ rows: [(Cell, Shortfall)]
  ) -> SFReport.Table {
    let columns: [(String, String)] = [
      ("fills", "fills"), ("notional_quote", "notional, quote"),
      ("close_bps", "to the close, bps"), ("touch_bps", "to bid or ask, bps"),
      ("middle_bps", "to the middle, bps"), ("fees_bps", "fees, bps"),
    ]
    let named = group.map { [SFReport.Table.Column($0, $0)] } ?? []
    return SFReport.Table(
      key, title, named + columns.map { SFReport.Table.Column($0.0, $0.1) },
      rows.map { name, sum in
        (group == nil ? [] : [name]) + [
          .count(sum.fills), .number(sum.notional), cell(sum.close), cell(sum.touch),
          cell(sum.middle), cell(sum.fees),
        ]
      })
  }

  private static func cell(_ cost: Shortfall.Cost) -> Cell {
    cost.basisPoints.map(Cell.number) ?? .none
  }
}
