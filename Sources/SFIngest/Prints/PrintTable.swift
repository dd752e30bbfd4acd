import SFCore
import SFWire

/// The prints of a CSV file.
///
/// Fields are read where they stand in the reader's buffer; a row costs no string and no
/// allocation.
final class PrintTable {
  /// Those that have come, in the order in which they came.
  private(set) var symbols: [Symbol] = []
  /// The place among them of the last print's.
  private(set) var slot = 0

  private let roles: [PrintLayout.Role]
  private let allowsAnyUnit: Bool
  private let file: String
  private let tally: Tally
  private let names = SymbolNames()
  private var unit: TimeUnit?
  private var unitLine = 0
  private var line = 0

  /// `symbol` is that of all rows; `nil` takes the column.
  init(_ layout: PrintLayout, symbol: Symbol?, file: String, _ tally: Tally) {
    roles = layout.roles
    allowsAnyUnit = layout.allowsAnyUnit
    self.file = file
    self.tally = tally
    if let symbol { symbols = [symbol] }
  }

  /// Whether each row says who came to whom.
  var saysTakers: Bool { roles.contains(.isBuyerMaker) || roles.contains(.side) }
  var saysIDs: Bool { roles.contains(.id) }
  /// Whether a row is what one order traded at one price.
  var isAggregate: Bool { roles.contains(.firstID) }

  func read(_ line: Line, number: Int) throws(WireError) -> Print {
    self.line = number
    var cursor = RowCursor(line)
    var print = Print(time: 0, price: 0, quantity: 0)
    var (first, last): (Int64, Int64) = (0, 0)
    var isFirst = true
    for role in roles {
      if !isFirst {
        guard cursor.p < cursor.end else { throw cursor.count(expected: roles.count) }
        cursor.p += 1
      }
      isFirst = false
      switch role {
      case .time: print.time = try time(&cursor)
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
    if last != first {
      guard last > first else {
        throw WireError(
          column: 1, found: "the trades \(first) to \(last)", expected: "the first of them first")
      }
      print.count = last - first + 1
    }
    return print
  }

  // MARK: Numbers

  @inline(__always)
  private func amount(
    _ cursor: inout RowCursor, _ expected: StaticString
  ) throws(WireError) -> Int64 {
    var p = cursor.p
    if let units = AmountText.read(&p), units > 0, cursor.isDelimiter(at: p) {
      cursor.p = p
      return units
    }
    return try slowAmount(&cursor, expected)
  }

  @inline(never)
  private func slowAmount(
    _ cursor: inout RowCursor, _ expected: StaticString
  ) throws(WireError) -> Int64 {
    let field = try cursor.field()
    guard let number = RowCursor.number(in: field) else {
      throw field.error(expected: "\(expected)")
    }
    let units: Int64
    switch number.eighths {
    case .exact(let exact): units = exact
    case .rounded(let nearest):
      units = nearest
      tally.countRounded(file, line, field.column)
    case .outOfRange: throw field.error(expected: "\(expected) below 92233720368")
    }
    guard units > 0 else { throw field.error(expected: "\(expected) above 0") }
    return units
  }

  /// At most 18 digits at once; more, and what is quoted, the slow way.
  @inline(__always)
  private func integer(_ cursor: inout RowCursor) throws(WireError) -> Int64 {
    var p = cursor.p
    var value: UInt64 = 0
    DigitText.read(&p, into: &value)
    if (1...18).contains(p - cursor.p), cursor.isDelimiter(at: p) {
      cursor.p = p
      return Int64(value)
    }
    let field = try cursor.field()
    guard let number = RowCursor.number(in: field)?.integer, number >= 0 else {
      throw field.error(expected: "the number of a trade, 0 or more")
    }
    return number
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

  // MARK: Time

  /// In whole milliseconds: what is finer is behind them.
  @inline(__always)
  private func time(_ cursor: inout RowCursor) throws(WireError) -> Int64 {
    var q = cursor.p
    var value: UInt64 = 0
    DigitText.read(&q, into: &value)
    // Milliseconds and microseconds of today.
    if cursor.isDelimiter(at: q), cursor.p.pointee != 48 {
      if q - cursor.p == 13, unit == .milliseconds {
        cursor.p = q
        return Int64(value)
      }
      if q - cursor.p == 16, unit == .microseconds {
        cursor.p = q
        return Int64(value / 1_000)
      }
    }
    return try slowTime(&cursor)
  }

  private func slowTime(_ cursor: inout RowCursor) throws(WireError) -> Int64 {
    let field = try cursor.field()
    guard
      case .time(let milliseconds, let unit) = TimeText.read(
        field.start, field.end, takesFiner: true)
    else {
      throw field.error(expected: "a time: a date and time of day, or a number since 1970")
    }
    if let first = self.unit, first != unit, !allowsAnyUnit {
      throw field.error(expected: "\(first.name) as in line \(unitLine)")
    }
    if self.unit == nil { unitLine = line }
    self.unit = unit
    return milliseconds
  }

  // MARK: Symbol

  @inline(__always)
  private func slot(_ cursor: inout RowCursor) throws(WireError) -> Int {
    if let slot = names.next(&cursor) { return slot }
    let field = try cursor.field()
    let (slot, isNew) = names.place(of: try field.symbol())
    if isNew { symbols.append(try field.symbol()) }
    return slot
  }
}
