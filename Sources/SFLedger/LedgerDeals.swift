import GRDB
import SFBroker
import SFCore

/// What was ordered and filled, with what could be seen of the market then, for those who judge it.
extension Ledger {
  /// An order, and whether the market's best prices were known at its mark.
  package struct SeenOrder: Hashable, Sendable {
    package let mark: Timestamp
    package let hasQuote: Bool
  }

  /// A fill, and what could be seen when its order was decided.
  package struct SeenFill: Hashable, Sendable {
    /// When it became known.
    package let mark: Timestamp
    package let position: String
    package let isMaker: Bool
    package let seen: Shortfall.Observation
  }

  package func seenOrders() throws -> [SeenOrder] {
    try perform { db in
      try Row.fetchAll(
        db, sql: "SELECT mark, bid IS NOT NULL AND ask IS NOT NULL FROM orders ORDER BY mark, rowid"
      ).map { SeenOrder(mark: Timestamp(milliseconds: $0[0]), hasQuote: $0[1]) }
    }
  }

  package func seenFills() throws -> [SeenFill] {
    try perform { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT f.mark, f.position, f.liquidity, f.side, f.quantity, f.price, f.fee, f.fee_asset,
            o.reference, o.bid, o.ask
          FROM fill f JOIN orders o ON o.id = f."order" ORDER BY f.mark, f.rowid
          """
      ).map { row in
        guard let side = Side(rawValue: row[3]) else {
          throw LedgerError(.badData, "'\(path)' is damaged: found the side '\(row[3] as String)'")
        }
        let fee: Price? = (row[7] as String?) == nil ? Price(units: row[6]) : nil
        return SeenFill(
          mark: Timestamp(milliseconds: row[0]), position: row[1],
          isMaker: (row[2] as String) == Liquidity.maker.rawValue,
          seen: Shortfall.Observation(
            side, Quantity(units: row[4]), at: Price(units: row[5]), fee: fee,
            close: Price(units: row[8]), bid: (row[9] as Int64?).map(Price.init(units:)),
            ask: (row[10] as Int64?).map(Price.init(units:))))
      }
    }
  }
}
