import SFBinance
import SFCore
import SFWire

extension Rows {
  /// Tells the format of an input by its first line: a stream of our lines, a kline archive, or a
  /// CSV file with a header.
  static func open(
    _ source: any ByteSource, _ options: IngestOptions, _ tally: Tally
  ) throws -> Rows {
    let lines = LineFeed(source, tally)
    guard case .line(var line) = try lines.next(waiting: true) else {
      throw IngestError(
        file: lines.file, line: 1, column: 1,
        message: "found an empty file, expected a header line, klines or lines of JSON")
    }
    line = line.withoutByteOrderMark
    if PrintMessage.isOne(line) {
      lines.unread(line)
      return try PrintRows(lines, nil, options, tally)
    }
    if firstByte(of: line) != UInt8(ascii: "{"),
      let rows = try openPrints(lines, line, options, tally)
    {
      return rows
    }
    if options.partial != nil, options.resampling == nil {
      throw StageError(
        .usage, "--partial goes with --resample, or with trades; found bars in \(lines.file)")
    }
    switch firstByte(of: line) {
    case UInt8(ascii: "{"):
      lines.unread(line)
      return WireRows(lines, options, tally)
    default: return try openCSV(lines, line, options, tally)
    }
  }

  /// Trades in a CSV file; `nil` when it has something else.
  private static func openPrints(
    _ lines: LineFeed, _ line: Line, _ options: IngestOptions, _ tally: Tally
  ) throws -> Rows? {
    guard let table = try PrintTable.open(lines, line, options, tally) else { return nil }
    return try PrintRows(lines, table, options, tally)
  }

  private static func openCSV(
    _ lines: LineFeed, _ line: Line, _ options: IngestOptions, _ tally: Tally
  ) throws -> Rows {
    if let interval = options.interval, interval.milliseconds == nil, options.timestamp == .open {
      throw StageError(.usage, interval.needsClose)
    }
    do {
      let fields = try RowCursor.fields(of: line)
      if let first = fields.first, RowCursor.number(in: first) != nil {
        guard fields.count == CSVLayout.klines.roles.count else {
          throw WireError(
            column: 1, found: "a row of \(fields.count) values at the start",
            expected: "a header line, klines with twelve columns, or trades of an archive")
        }
        lines.unread(line)
        let symbol = try options.symbol(ofAllIn: lines.file)
        return CSVRows(
          lines, .klines, symbol: symbol, saysClose: false, allowsAnyUnit: true, options, tally)
      }
      return try openHeader(lines, fields.map(\.text), options, tally)
    } catch let error as WireError {
      throw IngestError(error, file: lines.file, line: lines.number)
    }
  }

  private static func openHeader(
    _ lines: LineFeed, _ names: [String], _ options: IngestOptions, _ tally: Tally
  ) throws -> Rows {
    var layout: CSVLayout
    do {
      layout = try CSVLayout(
        header: names, own: options.ownFields, saysClose: options.timestamp == .close)
    } catch {
      throw IngestError(
        error, file: lines.file, line: lines.number, help: help(forHeader: names))
    }
    if !layout.ignored.isEmpty {
      tally.notes.append(.ignoredColumns(file: lines.file, names: layout.ignored))
    }
    var symbol = options.symbol
    if let symbol {
      if layout.hasSymbol { tally.notes.append(.overridden(file: lines.file, symbol: symbol)) }
      layout.ignoreSymbol()
    }
    if symbol == nil, !layout.hasSymbol { symbol = try options.symbol(ofAllIn: lines.file) }
    return CSVRows(
      lines, layout, symbol: symbol, saysClose: options.timestamp == .close, allowsAnyUnit: false,
      options, tally)
  }

  /// What can be done about a header that is not understood.
  private static func help(forHeader names: [String]) -> String? {
    if names.count == 1, names[0].contains(";") || names[0].contains("\t") {
      return "columns are separated by commas"
    }
    return names.contains(CSVLayout.closeName)
      ? "'\(CSVLayout.closeName)' is the close of a bar, as sf-cat --csv writes it: "
        + "--timestamp close takes it" : nil
  }

  /// The first byte that is not white space.
  private static func firstByte(of line: Line) -> UInt8 {
    var p = line.start
    while p.pointee == 32 || p.pointee == 9 { p += 1 }
    return p.pointee
  }
}

extension RowCursor {
  static func fields(of line: Line) throws(WireError) -> [Field] {
    var cursor = RowCursor(line)
    var list = [try cursor.field()]
    while cursor.p < cursor.end {
      cursor.p += 1
      list.append(try cursor.field())
    }
    return list
  }
}

extension PrintTable {
  /// Tells by the first line of a CSV file whether it has trades, and what its columns are; `nil`
  /// when it has something else.
  static func open(
    _ lines: LineFeed, _ line: Line, _ options: IngestOptions, _ tally: Tally
  ) throws -> PrintTable? {
    do {
      let fields = try RowCursor.fields(of: line)
      let isRow = fields.first.map { RowCursor.number(in: $0) != nil } ?? false
      guard
        var layout = try isRow
          ? PrintLayout(row: fields) : PrintLayout(header: fields.map(\.text))
      else { return nil }
      if isRow { lines.unread(line) }
      if !layout.ignored.isEmpty {
        tally.notes.append(.ignoredColumns(file: lines.file, names: layout.ignored))
      }
      var symbol = options.symbol
      if symbol != nil { layout.ignoreSymbol() }
      if symbol == nil, !layout.hasSymbol { symbol = try options.symbol(ofAllIn: lines.file) }
      return PrintTable(layout, symbol: symbol, file: lines.file, tally)
    } catch {
      throw IngestError(error, file: lines.file, line: lines.number)
    }
  }
}

extension IngestOptions {
  /// The symbol of all rows of a file that has no column of it: the one that is given, else that of
  /// the archive, else the name of the file up to the first `-`, `_` or `.`. A descriptor, `fd:3`,
  /// has no name that says it.
  func symbol(ofAllIn path: String) throws(WireError) -> Symbol {
    if let symbol = symbol ?? archives[path]?.symbol { return symbol }
    let name = path.split(separator: "/").last ?? ""
    let stem = name.prefix { $0 != "-" && $0 != "_" && $0 != "." }
    guard !path.hasPrefix("fd:"), let symbol = Symbol(String(stem)), symbol != .all else {
      throw WireError(
        column: 1, found: "neither a symbol column nor a symbol in the name '\(path)'",
        expected: "--symbol")
    }
    return symbol
  }
}

extension Line {
  /// What some spreadsheets put at the start of a file.
  var withoutByteOrderMark: Line {
    count >= 3 && start[0] == 0xEF && start[1] == 0xBB && start[2] == 0xBF
      ? Line(start: start + 3, end: end) : self
  }
}

extension Interval {
  /// Why bars of this length cannot be known by their open.
  public var needsClose: String {
    "'--interval \(self)' is no length of time"
      + (Interval.meant(by: text).map { " (did you mean '\($0)'?)" } ?? "")
      + ": its bars need --timestamp close"
  }
}
