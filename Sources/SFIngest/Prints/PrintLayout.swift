import SFBinance
import SFWire

/// Which column of a CSV file of prints holds what.
///
/// Archives of an exchange may have no header. A row of one is told by where its first `true` or
/// `false` stands, which says who came to whom; what lies behind that says nothing of a print.
struct PrintLayout: Equatable {
  enum Role: Equatable {
    case time, symbol, price, quantity, id, firstID, lastID, isBuyerMaker, side, ignored
    /// A date whose time of day stands in another column.
    case date, timeOfDay
  }

  private(set) var roles: [Role]
  /// Whether times of several units are one file: archives are in milliseconds, since 2025 in
  /// microseconds.
  let allowsAnyUnit: Bool
  /// Columns that say nothing of a print, as the file writes them.
  private(set) var ignored: [String] = []
  /// What the time column says of the numbers in it.
  private(set) var timeNaming = TimeColumn.Naming.other

  var hasSymbol: Bool { roles.contains(.symbol) }

  /// The first row of an archive; `nil` when it is none of prints.
  init?(row fields: [RowCursor.Field]) {
    guard
      let place = fields.firstIndex(where: { ["true", "false"].contains($0.text.lowercased()) })
    else { return nil }
    let archives = [ArchiveData.Kind.trades, .aggTrades].map(\.columns)
    guard
      let columns = archives.first(where: { Self.makerPlace(in: $0) == place }),
      fields.count - place <= 2
    else { return nil }
    let start = columns[...place].map(Self.role)
    roles = start + Array(repeating: .ignored, count: fields.count - start.count)
    allowsAnyUnit = true
  }

  private static func makerPlace(in columns: [String]) -> Int? {
    columns.firstIndex { role(of: $0) == .isBuyerMaker }
  }

  private static func role(of name: String) -> Role {
    if timeNames.contains(name) { return .time }
    return names.first { $0.names.contains(name) }?.role ?? .ignored
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
  /// no open. `row` is the first behind it.
  init?(
    header names: [String], row: [RowCursor.Field], _ format: TimeFormat?
  ) throws(WireError) {
    let header = CSVHeader(names)
    guard try header.place(["price"]) != nil, try header.place(Self.quantityNames) != nil,
      try header.place(["open"]) == nil
    else { return nil }
    roles = names.map { _ in .ignored }
    allowsAnyUnit = false
    try findTime(header, row, format)
    for (names, role) in Self.names {
      if let column = try header.place(names), roles[column] == .ignored { roles[column] = role }
    }
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

  private mutating func findTime(
    _ header: CSVHeader, _ row: [RowCursor.Field], _ format: TimeFormat?
  ) throws(WireError) {
    if let date = try header.place(CSVLayout.dateNames),
      let time = try header.place(CSVLayout.timeOfDayNames), date < row.count, time < row.count,
      DayTimeColumns.arePair(row[date], row[time], format)
    {
      (roles[date], roles[time]) = (.date, .timeOfDay)
      return
    }
    guard let time = try header.place(Self.timeNames) else {
      throw WireError(
        column: 1, found: header.listing,
        expected: "a time column: \(Self.timeNames.joined(separator: ", "))")
    }
    roles[time] = .time
    timeNaming = .init(header.keys[time])
  }

  /// Takes the symbol from elsewhere.
  mutating func ignoreSymbol() {
    if let column = roles.firstIndex(of: .symbol) { roles[column] = .ignored }
  }
}
