import SFCore
import SFWire

/// The best bid and ask at one time.
package struct QuoteRow {
  /// In milliseconds since 1970.
  package var time: Int64
  package var id: Int64
  package var bid: Price
  package var bidQuantity: Quantity
  package var ask: Price
  package var askQuantity: Quantity
}

/// The best bids and asks of a CSV file with a header, as Binance's archives of futures have them:
///
///     update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time
final class QuoteTable: TickTable {
  enum Role: Equatable { case time, symbol, id, bid, bidQuantity, ask, askQuantity, ignored }

  private let roles: [Role]

  private static let bidNames = ["best_bid_price", "bid_price", "bid"]
  private static let names: [(names: [String], role: Role)] = [
    (["transaction_time"] + CSVLayout.timeNames + ["event_time"], .time),
    (["update_id", "id"], .id), (bidNames, .bid),
    (["best_bid_qty", "bid_quantity", "bid_qty", "bid_amount", "bid_size"], .bidQuantity),
    (["best_ask_price", "ask_price", "ask"], .ask),
    (["best_ask_qty", "ask_quantity", "ask_qty", "ask_amount", "ask_size"], .askQuantity),
  ]

  /// The columns by their names; `nil` when a header is none of quotes.
  static func roles(header names: [String]) throws(WireError) -> [Role]? {
    let header = CSVHeader(names)
    guard try header.place(bidNames) != nil else { return nil }
    var roles = names.map { _ in Role.ignored }
    for (names, role) in Self.names {
      guard let column = try header.place(names) else {
        throw WireError(
          column: 1, found: header.listing,
          expected: "a column \(names.map { "'\($0)'" }.joined(separator: " or "))")
      }
      roles[column] = role
    }
    if let column = try header.place(CSVLayout.symbolNames) { roles[column] = .symbol }
    return roles
  }

  init(_ roles: [Role], symbol: Symbol?, file: String, _ tally: Tally) {
    self.roles = symbol == nil ? roles : roles.map { $0 == .symbol ? .ignored : $0 }
    super.init(symbol: symbol, allowsAnyUnit: false, file: file, tally)
  }

  func read(_ line: Line, number: Int) throws(WireError) -> QuoteRow {
    self.line = number
    var cursor = RowCursor(line)
    var quote = QuoteRow(time: 0, id: 0, bid: 0, bidQuantity: 0, ask: 0, askQuantity: 0)
    for (place, role) in roles.enumerated() {
      if place > 0 {
        guard cursor.p < cursor.end else { throw cursor.count(expected: roles.count) }
        cursor.p += 1
      }
      switch role {
      case .time: quote.time = try time(&cursor)
      case .symbol: slot = try slot(&cursor)
      case .id: quote.id = try integer(&cursor)
      case .bid: quote.bid = Price(units: try amount(&cursor, "a price"))
      case .ask: quote.ask = Price(units: try amount(&cursor, "a price"))
      case .bidQuantity: quote.bidQuantity = try quantity(&cursor)
      case .askQuantity: quote.askQuantity = try quantity(&cursor)
      case .ignored: try cursor.skipField()
      }
    }
    guard cursor.p == cursor.end else { throw cursor.count(expected: roles.count) }
    return quote
  }

  private func quantity(_ cursor: inout RowCursor) throws(WireError) -> Quantity {
    Quantity(units: try amount(&cursor, "a quantity", orNone: true))
  }
}
