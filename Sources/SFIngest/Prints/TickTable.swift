import SFCore
import SFWire

/// The fields of a CSV file whose rows are prints or quotes.
///
/// They are read where they stand in the reader's buffer; a row costs no string and no allocation.
class TickTable {
  /// Those that have come, in the order in which they came.
  private(set) final var symbols: [Symbol] = []
  /// The place among them of the last row's.
  final var slot = 0
  /// The number of the line that is read.
  final var line = 0

  private let file: String
  private let tally: Tally
  private let names = SymbolNames()
  private final var times: TimeColumn

  /// `symbol` is that of all rows; `nil` takes the column.
  init(
    symbol: Symbol?, allowsAnyUnit: Bool, naming: TimeColumn.Naming = .other,
    _ shape: FileShape = FileShape(), file: String, _ tally: Tally
  ) {
    times = TimeColumn(
      allowsAnyUnit: allowsAnyUnit, takesFiner: true, naming: naming, format: shape.timeFormat,
      zone: shape.zone)
    self.file = file
    self.tally = tally
    if let symbol { symbols = [symbol] }
  }

  // MARK: Numbers

  @inline(__always)
  final func amount(
    _ cursor: inout RowCursor, _ expected: StaticString, orNone: Bool = false
  ) throws(WireError) -> Int64 {
    var p = cursor.p
    if let units = AmountText.read(&p), units > 0, cursor.isDelimiter(at: p) {
      cursor.p = p
      return units
    }
    return try slowAmount(&cursor, expected, orNone)
  }

  @inline(never)
  private final func slowAmount(
    _ cursor: inout RowCursor, _ expected: StaticString, _ orNone: Bool
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
    guard units > 0 || units == 0 && orNone else {
      throw field.error(expected: "\(expected) \(orNone ? "of 0 or more" : "above 0")")
    }
    return units
  }

  /// At most 18 digits at once; more, and what is quoted, the slow way.
  @inline(__always)
  final func integer(_ cursor: inout RowCursor) throws(WireError) -> Int64 {
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

  /// In whole milliseconds: what is finer is behind them.
  @inline(__always)
  final func time(_ cursor: inout RowCursor) throws(WireError) -> Int64 {
    try times.read(&cursor, line: line)
  }

  /// What can be done about a row that cannot be read.
  func help(for error: WireError) -> String? { times.help(for: error) }

  // MARK: Symbol

  @inline(__always)
  final func slot(_ cursor: inout RowCursor) throws(WireError) -> Int {
    if let slot = names.next(&cursor) { return slot }
    let field = try cursor.field()
    let (slot, isNew) = names.place(of: try field.symbol())
    if isNew { symbols.append(try field.symbol()) }
    return slot
  }
}
