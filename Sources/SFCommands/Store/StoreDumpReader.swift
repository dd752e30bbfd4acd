import SFCore
import SFRun
import SFStore
import SFTool
import SFTransport
import SFWire

/// Reads the lines of an export into a store.
struct StoreDumpReader {
  private let store: any MarketStore
  private let rule: StoreConflictRule?
  private var types: [String: DataType] = [:]
  private var dataset: Dataset?
  private var batch: RowBatch?
  /// What each row of the dataset must be.
  private var rowRule: RowRule?
  private var rows = 0
  private(set) var appended = Appended()

  private static let most = 16_384

  init(_ store: any MarketStore, _ rule: StoreConflictRule?) {
    self.store = store
    self.rule = rule
  }

  /// Reads the first line, which says that an export follows.
  static func readStart(_ input: LineInput) throws {
    do {
      guard let first = try input.next(), let version = try JSONValue(first)["store"]?.integer
      else {
        throw WireError(
          column: 1, found: "no export of a store", expected: "the line {\"store\":1}")
      }
      guard version == StoreDump.version else {
        throw StoreError(
          .protocolMismatch,
          "\(input.name): found an export of version \(version), "
            + "expected version \(StoreDump.version)")
      }
    } catch let error as WireError {
      throw input.error(error)
    }
  }

  /// Reads all behind the start. What was committed before an error stays; the same import again
  /// goes on.
  mutating func read(_ input: LineInput) throws {
    do {
      while let line = try input.next() {
        if Interruption.isRequested { return try keep() }
        if try take(try JSONValue(line)) { return try readEnd(input) }
      }
    } catch let error as WireError {
      throw input.error(error)
    } catch let error as DataTypeError {
      throw InputError(
        error.exitStatus, file: input.name, line: input.lineNumber, column: 1,
        message: error.message, help: error.help)
    }
    try keep()
    throw StoreError(
      .badData, "\(input.name): the export was cut: it has no end",
      help: "what came is in '\(store.name)'; import the whole export again")
  }

  private func readEnd(_ input: LineInput) throws {
    guard try input.next() == nil else {
      throw WireError(column: 1, found: "a line behind the end", expected: "the end of the input")
    }
  }

  /// Takes a line; `true` for the last.
  private mutating func take(_ line: JSONValue) throws -> Bool {
    if let values = line.array {
      try takeRow(values)
      return false
    }
    if let end = line["end"]?.integer {
      try keep()
      guard end == rows else {
        throw WireError(
          column: 1, found: "\(rows) rows", expected: "\(end), as the end of the export says")
      }
      return true
    }
    if let name = line["data_type"]?.string, let text = line["declaration"]?.string {
      types[name] = try Self.type(name, text)
    } else if let name = line["dataset"]?.string {
      try begin(name, line)
    } else if let span = line["absent"]?.array?.compactMap(\.integer), span.count == 2,
      let dataset
    {
      let absent = try dataset.span(from: Int64(span[0]), to: Int64(span[1]), in: "the export")
      try store.note(absent: [absent], of: dataset)
    } else {
      throw WireError(
        column: 1, found: "a line that is none of an export",
        expected: "a row, data_type, dataset, absent or end")
    }
    return false
  }

  /// A data type that an export declares; what the project has under that name it must be.
  private static func type(_ name: String, _ text: String) throws(DataTypeError) -> DataType {
    let type = try DataTypeText.read(text, name: name)
    if let own = DataTypes()[name], own != type { throw DataTypeError(isOther: own) }
    return type
  }

  private mutating func begin(_ name: String, _ line: JSONValue) throws {
    try keep()
    guard let type = types[name], let symbol = line["symbol"]?.string.flatMap({ Symbol($0) }),
      let interval = line["interval"]?.string.flatMap({ Interval($0) })
    else {
      throw WireError(
        column: 1, found: "a dataset '\(name)'",
        expected: "a data type that was declared, a symbol and an interval")
    }
    let dataset = Dataset(type, Series(symbol: symbol, interval: interval))
    self.dataset = dataset
    batch = RowBatch(type)
    rowRule = RowRule(dataset)
  }

  private mutating func takeRow(_ values: [JSONValue]) throws {
    guard let type = dataset?.type, values.count == type.columns.count + 1,
      let time = values[0].integer
    else {
      throw WireError(
        column: 1, found: "a row of \(values.count) values",
        expected: "the time and the columns of its dataset")
    }
    batch?.appendRow(at: Int64(time))
    for (column, value) in zip(type.columns, values.dropFirst()) {
      guard let word = column.word(value) else {
        throw WireError(
          column: 1, found: "no value in '\(column.name)'", expected: "a \(column.kind.rawValue)")
      }
      batch?.appendWord(word)
    }
    if let batch { try rowRule?.check(batch, batch.count - 1) }
    rows += 1
    if batch?.count == Self.most { try keep() }
  }

  private mutating func keep() throws {
    guard let dataset, let rows = batch, !rows.isEmpty else { return }
    appended += try store.append(rows, to: dataset, onConflict: rule)
    batch?.removeAll()
  }
}

extension DataColumn {
  /// A value of an export as a word; `nil` when it is none of this column.
  fileprivate func word(_ value: JSONValue) -> Int64? {
    switch value {
    case .null: isRequired ? nil : missing
    case .number(let text):
      switch kind {
      case .price: Price(text)?.units
      case .real: Double(text).map { Int64(bitPattern: $0.bitPattern) }
      case .integer: Int64(text)
      }
    default: nil
    }
  }
}

extension Appended {
  /// For people: what became of rows, which are bars or others.
  func text(in store: String, _ noun: String) -> String {
    var text = "kept \(new) new \(noun)\(new == 1 ? "" : "s") in '\(store)'"
    if known > 0 { text += ", \(known) \(known == 1 ? "was" : "were") there" }
    if replaced > 0 { text += ", \(replaced) replaced others" }
    if kept > 0 { text += ", \(kept) gave way to others" }
    return text
  }
}
