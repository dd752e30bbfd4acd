import SFWire

/// Which column of a CSV file of prints holds what.
///
/// Binance's archives of spot have no header. A row is told by where its first `true` or `false`
/// stands:
///
///     trades      id, price, qty, quote_qty, time, is_buyer_maker, is_best_match
///     aggTrades   agg_trade_id, price, qty, first_trade_id, last_trade_id, time, is_buyer_maker, …
///
/// Those of futures lack the last column and have a header, which older ones lack.
struct PrintLayout: Equatable {
  enum Role: Equatable {
    case time, symbol, price, quantity, id, firstID, lastID, isBuyerMaker, side, ignored
  }

  private(set) var roles: [Role]
  /// Whether times of several units are one file: archives are in milliseconds, since 2025 in
  /// microseconds.
  let allowsAnyUnit: Bool
  /// Columns that say nothing of a print, as the file writes them.
  private(set) var ignored: [String] = []

  var hasSymbol: Bool { roles.contains(.symbol) }

  /// The first row of an archive; `nil` when it is none of prints.
  init?(row fields: [RowCursor.Field]) {
    guard
      let place = fields.firstIndex(where: { ["true", "false"].contains($0.text.lowercased()) })
    else { return nil }
    let start: [Role]
    switch place {
    case 5: start = [.id, .price, .quantity, .ignored, .time, .isBuyerMaker]
    case 6: start = [.id, .price, .quantity, .firstID, .lastID, .time, .isBuyerMaker]
    default: return nil
    }
    guard fields.count - start.count <= 1 else { return nil }
    roles = start + Array(repeating: .ignored, count: fields.count - start.count)
    allowsAnyUnit = true
  }

  static let quantityNames = ["quantity", "qty", "amount", "size"]
  static let timeNames = CSVLayout.timeNames + ["transact_time", "transaction_time"]
  private static let names: [(names: [String], role: Role)] = [
    (CSVLayout.symbolNames, .symbol), (["price"], .price), (quantityNames, .quantity),
    (["id", "trade_id", "agg_trade_id"], .id), (["first_trade_id"], .firstID),
    (["last_trade_id"], .lastID), (["side"], .side),
    (["is_buyer_maker", "buyer_is_maker", "isbuyermaker"], .isBuyerMaker),
  ]
  /// What archives have and follows from the rest.
  private static let needless = ["quote_qty", "quote_quantity", "is_best_match"]

  /// The names of a header; `nil` when it is none of prints, which have a price and a quantity, and
  /// no open.
  init?(header names: [String]) throws(WireError) {
    let header = CSVLayout.Header(names)
    guard try header.place(["price"]) != nil, try header.place(Self.quantityNames) != nil,
      try header.place(["open"]) == nil
    else { return nil }
    guard let time = try header.place(Self.timeNames) else {
      throw WireError(
        column: 1, found: header.listing,
        expected: "a time column: \(Self.timeNames.joined(separator: ", "))")
    }
    roles = names.map { _ in .ignored }
    roles[time] = .time
    for (names, role) in Self.names {
      if let column = try header.place(names) { roles[column] = role }
    }
    allowsAnyUnit = false
    for (place, role) in roles.enumerated()
    where role == .ignored && !Self.needless.contains(header.keys[place]) {
      ignored.append(names[place])
    }
    // Who came to whom is said once.
    if let side = roles.firstIndex(of: .side), roles.contains(.isBuyerMaker) {
      roles[side] = .ignored
    }
    // One of them alone counts nothing.
    if !roles.contains(.firstID) || !roles.contains(.lastID) {
      roles = roles.map { $0 == .firstID || $0 == .lastID ? .ignored : $0 }
    }
  }

  /// Takes the symbol from elsewhere.
  mutating func ignoreSymbol() {
    if let column = roles.firstIndex(of: .symbol) { roles[column] = .ignored }
  }
}
