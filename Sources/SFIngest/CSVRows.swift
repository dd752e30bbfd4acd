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
  private let delimiter: UInt8
  private let fieldNames: [String]
  private var fieldValues: [Double]
  private let hasSymbolColumn: Bool
  private let names: SymbolNames
  private var times: TimeColumn
  /// A date and a time of day in two columns; `nil` where one has both.
  private var dayTimes: DayTimeColumns?
  /// How numbers are written that a program would not read; `nil` for all others.
  private let numbers: NumberForm?
  private let comment: [UInt8]
  /// Whether every line is a row of plain numbers and one time, as nearly all files have them.
  private let isPlain: Bool
  private let hasComments: Bool

  /// `symbol` is that of all rows; `nil` takes the column.
  init(
    _ lines: LineFeed, _ layout: CSVLayout, delimiter: UInt8 = UInt8(ascii: ","), symbol: Symbol?,
    saysClose: Bool, allowsAnyUnit: Bool, _ options: IngestOptions, _ tally: Tally
  ) {
    self.lines = lines
    self.tally = tally
    self.options = options
    self.delimiter = delimiter
    let shape = options.shape
    times = TimeColumn(
      allowsAnyUnit: allowsAnyUnit, naming: layout.timeNaming, format: shape.timeFormat,
      zone: shape.zone)
    if layout.roles.contains(.timeOfDay) {
      dayTimes = DayTimeColumns(format: shape.timeFormat, zone: shape.zone)
    }
    numbers = shape.hasPlainNumbers ? nil : NumberForm(shape)
    comment = Array((shape.comment ?? "").utf8)
    isPlain = shape.hasPlainNumbers && !layout.roles.contains(.timeOfDay)
    hasComments = !comment.isEmpty
    roles = layout.roles
    fieldNames = layout.fields
    fieldValues = layout.fields.map { _ in .nan }
    hasSymbolColumn = symbol == nil
    names = SymbolNames()
    super.init(file: lines.file, saysClose: saysClose, zone: shape.zone)
    if let symbol { add(symbol) }
  }

  override var localClock: LocalClock { dayTimes?.clock ?? times.clock }

  private func add(_ symbol: Symbol) {
    add(Slot(symbol, options.interval, isWanted: options.wants(symbol)))
  }

  override func next(_ row: inout BarRow, waiting: Bool) throws -> Advance {
    while true {
      switch try lines.next(waiting: waiting) {
      case .end: return .end
      case .blocked: return .blocked
      case .line(let line):
        if hasComments, line.begins(with: comment) { continue }
        do {
          if isPlain {
            try read(line, &row)
          } else {
            try readSlowly(line, &row)
          }
          return .row
        } catch {
          try tally.skip(
            IngestError(
              error, file: file, line: lines.number,
              help: tally.stopsNext ? help(for: error) : nil))
        }
      }
    }
  }

  private func help(for error: WireError) -> String? {
    dayTimes?.help(for: error) ?? times.help(for: error)
  }

  /// A file of one symbol has one bar a time.
  override func hasAllBars(of milliseconds: Int64) -> Bool { !hasSymbolColumn }

  private func read(_ line: Line, _ row: inout BarRow) throws(WireError) {
    var cursor = RowCursor(line, delimiter)
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
      case .ignored, .date, .timeOfDay: try cursor.skipField()
      }
    }
    guard cursor.p == cursor.end else { throw cursor.count(expected: roles.count) }
    try finish(&row)
  }

  /// A row whose numbers or times are written in a way of their own.
  private func readSlowly(_ line: Line, _ row: inout BarRow) throws(WireError) {
    let fields = try RowCursor.fields(of: line, delimiter)
    guard fields.count == roles.count else {
      throw RowCursor(line, delimiter).count(expected: roles.count)
    }
    row.line = lines.number
    var (date, time): (RowCursor.Field?, RowCursor.Field?)
    for (role, field) in zip(roles, fields) {
      switch role {
      case .open: row.bar.open = try price(field, "open")
      case .high: row.bar.high = try price(field, "high")
      case .low: row.bar.low = try price(field, "low")
      case .close: row.bar.close = try price(field, "close")
      case .volume: row.bar.volume = try volume(number(field, "volume"), field.column)
      case .time:
        row.column = field.column
        row.time = try times.read(field, line: row.line)
      case .date: date = field
      case .timeOfDay: time = field
      case .symbol: row.slot = try slot(field)
      case .field(let place): fieldValues[place] = try number(field, fieldNames[place]) ?? .nan
      case .ignored: break
      }
    }
    if let date, let time, dayTimes != nil {
      row.column = date.column
      row.time = try dayTimes?.read(date, time, line: row.line) ?? 0
    }
    try finish(&row)
  }

  @inline(__always)
  private func finish(_ row: inout BarRow) throws(WireError) {
    if !row.bar.hasRange, !options.isLenient, let fault = row.bar.fault {
      throw WireError(column: 1, found: fault.found, expected: fault.expected)
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
    try price(try cursor.field(), name)
  }

  private func price(
    _ field: RowCursor.Field, _ name: StaticString
  ) throws(WireError) -> Price {
    // What is to be mended is read first: a bar of 0 is one that cannot be.
    if options.repair != nil, NumberForm.isNoPrice(field) { return 0 }
    guard let number = numbers.map({ $0.number(in: field) }) ?? RowCursor.number(in: field) else {
      throw field.error(expected: "a price in '\(name)'" + NumberForm.hint(field, numbers))
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
    return try volume(try number(&cursor, "volume"), column)
  }

  @inline(__always)
  private func volume(_ value: Double?, _ column: Int) throws(WireError) -> Double? {
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
    try number(try cursor.field(), name)
  }

  private func number(_ field: RowCursor.Field, _ name: String) throws(WireError) -> Double? {
    if NumberForm.isNothing(field) { return nil }
    if let numbers {
      if let value = numbers.number(in: field)?.double, value.isFinite { return value }
    } else if let number = RowCursor.number(in: field),
      let value = number.double ?? Double(field.text), value.isFinite
    {
      return value
    }
    // A row with it is one that cannot be, as one without prices.
    if options.repair != nil, NumberForm.isNoPrice(field) {
      return name == "volume" ? -1 : nil
    }
    guard let value = NumberForm.shortened(field, numbers) else {
      throw field.error(
        expected: "a number or nothing in '\(name)'" + NumberForm.hint(field, numbers))
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
    try slot(try cursor.field())
  }

  private func slot(_ field: RowCursor.Field) throws(WireError) -> Int {
    let symbol = try field.symbol()
    let (slot, isNew) = names.place(of: symbol)
    if isNew { add(symbol) }
    return slot
  }
}
