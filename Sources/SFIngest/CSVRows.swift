import SFCore
import SFWire

/// The bars of a CSV file: one with a header, or a kline archive.
///
/// Fields are read where they stand in the reader's buffer; a row costs no string and, without
/// further market fields, no allocation.
final class CSVRows: Rows {
  private let lines: LineFeed
  private let tally: Tally
  private let options: IngestOptions
  private let roles: [CSVLayout.Role]
  private let fieldNames: [String]
  private var fieldValues: [Double]
  private let hasSymbolColumn: Bool
  private let names: SymbolNames
  private var times: TimeColumn

  /// `symbol` is that of all rows; `nil` takes the column.
  init(
    _ lines: LineFeed, _ layout: CSVLayout, symbol: Symbol?, saysClose: Bool,
    allowsAnyUnit: Bool, _ options: IngestOptions, _ tally: Tally
  ) {
    self.lines = lines
    self.tally = tally
    self.options = options
    times = TimeColumn(allowsAnyUnit: allowsAnyUnit)
    roles = layout.roles
    fieldNames = layout.fields
    fieldValues = layout.fields.map { _ in .nan }
    hasSymbolColumn = symbol == nil
    names = SymbolNames()
    super.init(file: lines.file, saysClose: saysClose)
    if let symbol { add(symbol) }
  }

  private func add(_ symbol: Symbol) {
    add(Slot(symbol, options.interval, isWanted: options.wants(symbol)))
  }

  override func next(_ row: inout BarRow, waiting: Bool) throws -> Advance {
    while true {
      switch try lines.next(waiting: waiting) {
      case .end: return .end
      case .blocked: return .blocked
      case .line(let line):
        do {
          try read(line, &row)
          return .row
        } catch {
          try tally.skip(IngestError(error, file: file, line: lines.number))
        }
      }
    }
  }

  /// A file of one symbol has one bar a time.
  override func hasAllBars(of milliseconds: Int64) -> Bool { !hasSymbolColumn }

  private func read(_ line: Line, _ row: inout BarRow) throws(WireError) {
    var cursor = RowCursor(line)
    row.line = lines.number
    for (index, role) in roles.enumerated() {
      if index > 0 {
        guard cursor.p < cursor.end else { throw cursor.count(expected: roles.count) }
        cursor.p += 1
      }
      switch role {
      case .open: row.bar.open = try price(&cursor, "open")
      case .high: row.bar.high = try price(&cursor, "high")
      case .low: row.bar.low = try price(&cursor, "low")
      case .close: row.bar.close = try price(&cursor, "close")
      case .volume: row.bar.volume = try volume(&cursor)
      case .time:
        row.column = cursor.column
        row.time = try times.read(&cursor, line: row.line)
      case .symbol: row.slot = try slot(&cursor)
      case .field(let place):
        fieldValues[place] = try number(&cursor, fieldNames[place]) ?? .nan
      case .ignored: try cursor.skipField()
      }
    }
    guard cursor.p == cursor.end else { throw cursor.count(expected: roles.count) }
    if row.bar.high < row.bar.low, !options.isLenient {
      throw WireError(
        column: 1, found: "high \(row.bar.high) below low \(row.bar.low)",
        expected: "high at or above low")
    }
    if !fieldNames.isEmpty { row.fields = fields() }
  }

  private func fields() -> [MarketField] {
    var list: [MarketField] = []
    list.reserveCapacity(fieldNames.count)
    for (name, value) in zip(fieldNames, fieldValues) where !value.isNaN {
      list.append(MarketField(name: name, value: value))
    }
    return list
  }

  // MARK: Numbers

  @inline(__always)
  private func price(_ cursor: inout RowCursor, _ name: StaticString) throws(WireError) -> Price {
    var p = cursor.p
    if let units = AmountText.read(&p), units > 0, cursor.isDelimiter(at: p) {
      cursor.p = p
      return Price(units: units)
    }
    return try slowPrice(&cursor, name)
  }

  @inline(never)
  private func slowPrice(
    _ cursor: inout RowCursor, _ name: StaticString
  ) throws(WireError) -> Price {
    let field = try cursor.field()
    guard let number = RowCursor.number(in: field) else {
      throw field.error(expected: "a price in '\(name)'")
    }
    let units: Int64
    switch number.eighths {
    case .exact(let exact): units = exact
    case .rounded(let nearest):
      units = nearest
      tally.countRounded(file, lines.number, field.column)
    case .outOfRange: throw field.error(expected: "a price below 92233720368")
    }
    guard units > 0 || options.isLenient else {
      throw field.error(expected: "a price above 0 in '\(name)'")
    }
    return Price(units: units)
  }

  @inline(__always)
  private func volume(_ cursor: inout RowCursor) throws(WireError) -> Double? {
    let column = cursor.column
    let value = try number(&cursor, "volume")
    if let value, value < 0, !options.isLenient {
      throw WireError(column: column, found: "\(value)", expected: "a volume of 0 or more")
    }
    return value
  }

  /// A number that a bar may lack; `nil` when the field is empty or says that there is none.
  @inline(__always)
  private func number(_ cursor: inout RowCursor, _ name: String) throws(WireError) -> Double? {
    var p = cursor.p
    // Both operands are exact, so that one operation rounds once.
    if let units = AmountText.read(&p), units.magnitude < 1 << 53, cursor.isDelimiter(at: p) {
      cursor.p = p
      return Double(units) / 1e8
    }
    return try slowNumber(&cursor, name)
  }

  @inline(never)
  private func slowNumber(_ cursor: inout RowCursor, _ name: String) throws(WireError) -> Double? {
    let field = try cursor.field()
    if field.isEmpty || ["nan", "null", "none", "n/a"].contains(field.text.lowercased()) {
      return nil
    }
    guard let number = RowCursor.number(in: field),
      let value = number.double ?? Double(field.text), value.isFinite
    else {
      throw field.error(expected: "a number or nothing in '\(name)'")
    }
    return value
  }

  // MARK: Symbol

  @inline(__always)
  private func slot(_ cursor: inout RowCursor) throws(WireError) -> Int {
    if let slot = names.next(&cursor) { return slot }
    return try slowSlot(&cursor)
  }

  private func slowSlot(_ cursor: inout RowCursor) throws(WireError) -> Int {
    let field = try cursor.field()
    let symbol = try field.symbol()
    let (slot, isNew) = names.place(of: symbol)
    if isNew { add(symbol) }
    return slot
  }
}
