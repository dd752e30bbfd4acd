import SFCore

/// Rows of one data type, flat: a word of 64 bits for each column of each row.
///
/// A price is its units of 10⁻⁸, a real the bits of its `Double`; a missing value is `missing`, a
/// missing real NaN. The time of a bar is its open.
public struct RowBatch: Sendable {
  public let type: DataType
  /// Milliseconds since 1970, a row each.
  public private(set) var times: [Int64] = []
  /// All columns of the first row, then those of the second.
  public private(set) var words: [Int64] = []

  public static let missing = Int64.min

  public init(_ type: DataType) { self.type = type }

  public var count: Int { times.count }
  public var isEmpty: Bool { times.isEmpty }

  /// The words of a row.
  public subscript(row: Int) -> ArraySlice<Int64> {
    words[row * type.columns.count..<(row + 1) * type.columns.count]
  }

  public func time(of row: Int) -> Timestamp { Timestamp(milliseconds: times[row]) }

  /// Keeps its memory.
  public mutating func removeAll() {
    times.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
  }

  /// Begins a row; as many words as the type has columns must follow.
  @inlinable
  public mutating func appendRow(at milliseconds: Int64) { appendTime(milliseconds) }

  @usableFromInline
  mutating func appendTime(_ milliseconds: Int64) { times.append(milliseconds) }

  /// Appends the next word of the row that was begun.
  public mutating func appendWord(_ word: Int64) { words.append(word) }

  /// Appends the next value of the row that was begun, of a real column.
  public mutating func append(_ real: Double?) {
    words.append(Int64(bitPattern: (real ?? .nan).bitPattern))
  }
}

extension RowBatch {
  /// Appends a bar that opens then, with fields in ascending order of name, and checks it against
  /// the type: a field that the type lacks, and a value that it does not take, are errors.
  public mutating func append(
    _ bar: Bar, opening open: Timestamp, _ fields: [MarketField] = []
  ) throws(DataTypeError) {
    precondition(type.isBars, "'\(type.name)' is no type of bars")
    let start = words.count
    words.append(bar.open.units)
    words.append(bar.high.units)
    words.append(bar.low.units)
    words.append(bar.close.units)
    append(bar.volume)
    do {
      try appendFields(fields)
      try check(bar)
    } catch {
      words.removeSubrange(start...)
      throw error
    }
    times.append(open.milliseconds)
  }

  private mutating func appendFields(_ fields: [MarketField]) throws(DataTypeError) {
    var given = 0
    for column in type.fields {
      guard given < fields.count, fields[given].name == column.name else {
        if given < fields.count, fields[given].name < column.name {
          throw DataTypeError(type, hasNo: fields[given].name)
        }
        if column.isRequired { throw DataTypeError(type, lacks: column.name) }
        words.append(column.missing)
        continue
      }
      words.append(try word(of: fields[given].value, column))
      given += 1
    }
    if given < fields.count { throw DataTypeError(type, hasNo: fields[given].name) }
  }

  private func word(of value: Double, _ column: DataColumn) throws(DataTypeError) -> Int64 {
    let word: Int64? =
      switch column.kind {
      case .real: Int64(bitPattern: value.bitPattern)
      case .integer: Int64(exactly: value)
      case .price: Price(rounding: value)?.units
      }
    guard let word, column.takes(value) else { throw DataTypeError(type, column, "\(value)") }
    return word
  }

  private func check(_ bar: Bar) throws(DataTypeError) {
    for (place, price) in [bar.open, bar.high, bar.low, bar.close].enumerated()
    where price.units <= 0 {
      throw DataTypeError(type, type.columns[place], "\(price)")
    }
    if !bar.hasRange, let fault = bar.fault { throw DataTypeError(fault) }
    if let volume = bar.volume, !(volume >= 0) {
      throw DataTypeError(type, type.columns[4], "\(volume)")
    }
  }

  /// The bar of a row; its series is the caller's to say.
  @inline(__always)
  public func bar(_ row: Int) -> Bar {
    let start = row * type.columns.count
    let volume = Double(bitPattern: UInt64(bitPattern: words[start + 4]))
    return Bar(
      series: 0, open: Price(units: words[start]), high: Price(units: words[start + 1]),
      low: Price(units: words[start + 2]), close: Price(units: words[start + 3]),
      volume: volume.isNaN ? nil : volume)
  }

  /// The further market fields of a row, those that it has.
  public func fields(_ row: Int) -> [MarketField] {
    var list: [MarketField] = []
    let start = row * type.columns.count
    for place in DataColumn.prices.count..<type.columns.count {
      let column = type.columns[place]
      if let value = column.value(words[start + place]) {
        list.append(MarketField(name: column.name, value: value))
      }
    }
    return list
  }
}

extension DataColumn {
  func takes(_ value: Double) -> Bool {
    switch values {
    case .any: value.isFinite
    case .aboveZero: value > 0 && value.isFinite
    case .zeroOrMore: value >= 0 && value.isFinite
    }
  }

  /// The word of a row that lacks this column.
  public var missing: Int64 {
    kind == .real ? Int64(bitPattern: Double.nan.bitPattern) : RowBatch.missing
  }

  /// Whether a word says that the row lacks this column.
  public func isMissing(_ word: Int64) -> Bool {
    kind == .real
      ? Double(bitPattern: UInt64(bitPattern: word)).isNaN : word == RowBatch.missing
  }

  /// What a word of this column says; `nil` when it is missing.
  public func value(_ word: Int64) -> Double? {
    switch kind {
    case .real:
      let value = Double(bitPattern: UInt64(bitPattern: word))
      return value.isNaN ? nil : value
    case .integer: return word == RowBatch.missing ? nil : Double(word)
    case .price: return word == RowBatch.missing ? nil : Price(units: word).double
    }
  }
}

/// A row that its data type does not take.
public struct DataTypeError: ReportableError, Equatable {
  public let message: String
  public let help: String?
  public var exitStatus: ExitStatus { .badData }

  init(_ type: DataType, lacks column: String) {
    message = "found no '\(column)', which each row of '\(type.name)' has"
    help = nil
  }

  init(_ type: DataType, hasNo field: String) {
    message =
      "found the field '\(field)', which '\(type.name)' has not: "
      + NearestName.expected(field, among: type.fields.map(\.name))
    help = "give the type that has it: --data-type"
  }

  init(_ type: DataType, _ column: DataColumn, _ found: String) {
    let expected =
      switch column.values {
      case .any: "a number"
      case .aboveZero: "more than 0"
      case .zeroOrMore: "0 or more"
      }
    message = "found \(found) in '\(column.name)', expected \(expected)"
    help = nil
  }

  /// A type under the name of this one, with other columns.
  public init(isOther type: DataType) {
    message = "found another '\(type.name)' than this project's, expected the same columns"
    help = "it has: \(type.columns.map(\.name).joined(separator: " "))"
  }

  init(found: String, expected: String) {
    message = "found \(found), expected \(expected)"
    help = nil
  }

  init(_ fault: BarImpossible) {
    message = "found \(fault.found), expected \(fault.expected)"
    help = nil
  }
}
