import GRDB
import SFBroker
import SFCore

/// Writes a page into the tables of a ledger; what is there already stays as it is.
struct LedgerPageWriter {
  private let db: Database
  private let venue: String
  private let wall: Int64

  init(_ db: Database, venue: String, wall: Int64) {
    self.db = db
    self.venue = venue
    self.wall = wall
  }

  func write(_ page: LedgerPage) throws {
    for entry in page.entries {
      switch entry {
      case .intent(let intent): try write(intent)
      case .answered(let answered): try write(answered)
      case .told(let fill): try write(fill, fill.at)
      case .state(let order, let state):
        try db.execute(
          sql: "UPDATE orders SET state = ? WHERE id = ?", arguments: [state.rawValue, order])
      case .heard(let heard):
        try db.execute(
          sql: "UPDATE control SET mark = ? WHERE id = ? AND mark IS NULL",
          arguments: [heard.mark.milliseconds, heard.number])
      }
    }
  }

  private func write(_ intent: LedgerPage.Intent) throws {
    let order = intent.order
    try db.execute(
      sql: """
        INSERT OR IGNORE INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)
        """,
      arguments: [
        order.id, intent.mark.milliseconds, order.symbol.text, order.side.rawValue,
        order.kind.rawValue, order.quantity.units, order.price?.units, order.position,
        order.intent.rawValue, order.reason, order.by, order.reference.units,
        intent.bid?.units, intent.ask?.units, OrderState.working.rawValue, wall,
      ])
    try note(order.id, "intent", intent.mark, order.quantity, nil)
  }

  private func write(_ answered: LedgerPage.Answered) throws {
    try db.execute(
      sql: "INSERT OR IGNORE INTO answers VALUES (?, ?, ?)",
      arguments: [
        answered.mark.milliseconds, String(decoding: answered.text, as: UTF8.self), wall,
      ])
    for answer in answered.answers {
      switch answer {
      case .fill(let fill): try write(fill, answered.mark)
      case .refusal(let refusal): try write(refusal, answered.mark)
      case .order, .control: break
      }
    }
    guard let account = answered.account else { return }
    let assets = account.assets.map { "\($0.name) \($0.free) \($0.locked)" }
    try db.execute(
      sql: "INSERT OR IGNORE INTO account VALUES (?, ?, ?)",
      arguments: [
        answered.mark.milliseconds, account.cash.units, assets.joined(separator: ", "),
      ])
  }

  private func write(_ fill: Fill, _ mark: Timestamp) throws {
    try db.execute(
      sql: "INSERT OR IGNORE INTO fill VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        venue, fill.symbol.text, fill.id, fill.order, fill.side.rawValue, fill.price.units,
        fill.quantity.units, fill.fee.units, fill.feeAsset, fill.position,
        fill.liquidity.rawValue, fill.at.milliseconds, mark.milliseconds, wall,
      ])
    // Only a fill that is new adds to what has filled; one that was known before is said now.
    guard db.changesCount > 0 else {
      return try db.execute(
        sql: "UPDATE fill SET mark = ? WHERE venue = ? AND symbol = ? AND id = ?",
        arguments: [mark.milliseconds, venue, fill.symbol.text, fill.id])
    }
    let works = fill.remaining.map { $0 > .zero } ?? false
    try db.execute(
      sql: "UPDATE orders SET state = ?, filled = filled + ? WHERE id = ?",
      arguments: [
        (works ? OrderState.partlyFilled : .filled).rawValue, fill.quantity.units, fill.order,
      ])
    try note(fill.order, "fill \(fill.id)", mark, fill.quantity, nil)
  }

  private func write(_ refusal: Refusal, _ mark: Timestamp) throws {
    guard case .order(let id) = refusal.subject else { return }
    let kind = refusal.quantity == nil ? OrderState(ended: refusal.reason).rawValue : "cut"
    try note(id, kind, mark, refusal.quantity, refusal.reason.rawValue)
    guard refusal.quantity == nil else { return }
    // What has filled before no more of it could be sold stays filled.
    try db.execute(
      sql: "UPDATE orders SET state = ? WHERE id = ? AND state <> ?",
      arguments: [kind, id, OrderState.filled.rawValue])
  }

  private func note(
    _ order: String, _ kind: String, _ mark: Timestamp, _ quantity: Quantity?, _ reason: String?
  ) throws {
    try db.execute(
      sql: "INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?, ?)",
      arguments: [order, kind, mark.milliseconds, quantity?.units, reason, wall])
  }
}
