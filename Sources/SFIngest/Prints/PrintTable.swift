import SFCore
import SFWire

/// The prints of a CSV file.
final class PrintTable: TickTable {
  private let roles: [PrintLayout.Role]
  private let delimiter: UInt8
  /// A date and a time of day in two columns; `nil` where one has both.
  private var dayTimes: DayTimeColumns?

  /// `symbol` is that of all rows; `nil` takes the column.
  init(
    _ layout: PrintLayout, delimiter: UInt8, symbol: Symbol?, _ shape: FileShape, file: String,
    _ tally: Tally
  ) {
    roles = layout.roles
    self.delimiter = delimiter
    if layout.roles.contains(.timeOfDay) {
      dayTimes = DayTimeColumns(format: shape.timeFormat, zone: shape.zone, takesFiner: true)
    }
    super.init(
      symbol: symbol, allowsAnyUnit: layout.allowsAnyUnit, naming: layout.timeNaming, shape,
      file: file, tally)
  }

  /// Whether each row says who came to whom.
  var saysTakers: Bool { roles.contains(.isBuyerMaker) || roles.contains(.side) }
  var saysIDs: Bool { roles.contains(.id) }
  /// Whether a row is what one order traded at one price.
  var isAggregate: Bool { roles.contains(.firstID) }

  func read(_ line: Line, number: Int) throws(WireError) -> Print {
    self.line = number
    var cursor = RowCursor(line, delimiter)
    var print = Print(time: 0, price: 0, quantity: 0)
    var (first, last): (Int64, Int64) = (0, 0)
    var (date, time): (RowCursor.Field?, RowCursor.Field?) = (nil, nil)
    var isFirst = true
    for role in roles {
      if !isFirst {
        guard cursor.p < cursor.end else { throw cursor.count(expected: roles.count) }
        cursor.p += 1
      }
      isFirst = false
      switch role {
      case .time: print.time = try self.time(&cursor)
      case .date: date = try cursor.field()
      case .timeOfDay: time = try cursor.field()
      case .symbol: slot = try slot(&cursor)
      case .price: print.price = Price(units: try amount(&cursor, "a price"))
      case .quantity: print.quantity = Quantity(units: try amount(&cursor, "a quantity"))
      case .id: print.id = try integer(&cursor)
      case .firstID: first = try integer(&cursor)
      case .lastID: last = try integer(&cursor)
      case .isBuyerMaker: print.isTakerBuy = try !isTrue(&cursor)
      case .side: print.isTakerBuy = try isBuy(&cursor)
      case .ignored: try cursor.skipField()
      }
    }
    guard cursor.p == cursor.end else { throw cursor.count(expected: roles.count) }
    if let date, let time { print.time = try dayTimes?.read(date, time, line: number) ?? 0 }
    if last != first {
      guard last > first else {
        throw WireError(
          column: 1, found: "the trades \(first) to \(last)", expected: "the first of them first")
      }
      print.count = last - first + 1
    }
    return print
  }

  override func help(for error: WireError) -> String? {
    dayTimes?.help(for: error) ?? super.help(for: error)
  }

  // MARK: Words

  private func isTrue(_ cursor: inout RowCursor) throws(WireError) -> Bool {
    let field = try cursor.field()
    switch Self.word(field) {
    case 0x7472_7565, 0x31: return true  // true, 1
    case 0x66_616C_7365, 0x30: return false  // false, 0
    default: throw field.error(expected: "true or false")
    }
  }

  private func isBuy(_ cursor: inout RowCursor) throws(WireError) -> Bool {
    let field = try cursor.field()
    switch Self.word(field) {
    case 0x62_7579, 0x62: return true  // buy, b
    case 0x7365_6C6C, 0x73: return false  // sell, s
    default: throw field.error(expected: "buy or sell, the side of the taker")
    }
  }

  /// At most eight letters as one number, in lower case.
  private static func word(_ field: RowCursor.Field) -> UInt64 {
    guard field.bytes.count <= 8 else { return 0 }
    return field.bytes.reduce(0) { $0 << 8 | UInt64($1 | 0x20) }
  }
}
