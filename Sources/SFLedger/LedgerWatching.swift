import GRDB
import SFBroker
import SFCore

/// What a monitor asks a ledger beside the journals.
extension Ledger {
  /// An order that may have been done or not.
  public struct Unknown: Equatable, Sendable {
    public let id: String
    /// When it was written down, by the clock of the machine.
    public let since: Timestamp
  }

  /// Orders that were sent and not heard of, the oldest first.
  public func unknownOrders() throws -> [Unknown] {
    try perform { db in
      try Row.fetchAll(
        db, sql: "SELECT id, wall FROM orders WHERE state IN (?, ?) ORDER BY wall, id",
        arguments: [OrderState.unknown.rawValue, OrderState.sent.rawValue]
      ).map { Unknown(id: $0[0], since: Timestamp(milliseconds: $0[1])) }
    }
  }
}
