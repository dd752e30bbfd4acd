import SFBinance
import SFCore
import SFWire

extension Rows {
  /// Tells the format of an input by its first line: a stream of our lines, a kline archive, or a
  /// CSV file with a header.
  static func open(
    _ source: any ByteSource, _ options: IngestOptions, _ tally: Tally
  ) throws -> Rows {
    let lines = LineFeed(PreparedSource(source, options.shape.encoding), tally)
    var line = try lines.first(options.shape, tally).withoutByteOrderMark
    if PrintMessage.isOne(line) {
      lines.unread(line)
      return try PrintRows(lines, nil, options, tally)
    }
    guard line.firstByte != UInt8(ascii: "{") else {
      try options.checkPartial(lines.file)
      lines.unread(line)
      return WireRows(lines, options, tally)
    }
    if options.shape.skippedLines == 0 { line = try lines.pass(preamble: line, options, tally) }
    if options.shape.columns.isEmpty,
      let table = try PrintTable.open(lines, line, options, tally)
    {
      return try PrintRows(lines, table, options, tally)
    }
    try options.checkPartial(lines.file)
    if let interval = options.interval, interval.milliseconds == nil, options.timestamp == .open {
      throw StageError(.usage, interval.needsClose)
    }
    do {
      return try CSVOpening(lines, line, options, tally).rows()
    } catch let error as WireError {
      throw IngestError(error, file: lines.file, line: lines.number)
    }
  }
}

extension LineFeed {
  /// The first line that counts.
  fileprivate func first(_ shape: FileShape, _ tally: Tally) throws -> Line {
    let comment = Array((shape.comment ?? "").utf8)
    while case .line(let line) = try next(waiting: true) {
      if number <= shape.skippedLines || !comment.isEmpty && line.begins(with: comment) { continue }
      return line
    }
    throw IngestError(
      file: file, line: max(1, number), column: 1,
      message: "found an empty file, expected a header line, klines or lines of JSON")
  }

  /// Passes over lines that no header is: remarks, and where the file comes from.
  fileprivate func pass(
    preamble first: Line, _ options: IngestOptions, _ tally: Tally
  ) throws -> Line {
    var line = first
    var count = 0
    while line.isRemark {
      guard case .line(let next) = try next(waiting: true) else {
        throw IngestError(
          file: file, line: number, column: 1,
          message: "found the end of the file, expected a header line")
      }
      count += 1
      line = next
    }
    if count > 0 { tally.notes.append(.preamble(file: file, lines: count)) }
    return line
  }
}

extension LineFeed {
  /// The columns of a header, and of the row behind it; `nil` when it is none of prints.
  fileprivate func printLayout(
    header names: [String], _ delimiter: UInt8, _ format: TimeFormat?
  ) throws -> PrintLayout? {
    // What is none of prints needs no row, which may not have come.
    guard try PrintLayout(header: names, row: [], format) != nil,
      case .line(let row) = try next(waiting: true)
    else { return try PrintLayout(header: names, row: [], format) }
    unread(row)
    // A row that cannot be read is an error when it is read as one; here it tells nothing.
    let fields = (try? RowCursor.fields(of: row, delimiter)) ?? []
    return try PrintLayout(header: names, row: fields, format)
  }
}

extension RowCursor {
  static func fields(of line: Line, _ delimiter: UInt8) throws(WireError) -> [Field] {
    var cursor = RowCursor(line, delimiter)
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
    let number = lines.number
    do {
      let delimiter = options.shape.delimiter ?? line.delimiter
      let fields = try RowCursor.fields(of: line, delimiter)
      let isRow = fields.first.map { RowCursor.number(in: $0) != nil } ?? false
      guard
        var layout = try isRow
          ? PrintLayout(row: fields)
          : lines.printLayout(header: fields.map(\.text), delimiter, options.shape.timeFormat)
      else { return nil }
      if isRow { lines.unread(line) }
      if !layout.ignored.isEmpty {
        tally.notes.append(.ignoredColumns(file: lines.file, names: layout.ignored))
      }
      var symbol = options.symbol
      if symbol != nil { layout.ignoreSymbol() }
      if symbol == nil, !layout.hasSymbol { symbol = try options.symbol(ofAllIn: lines.file) }
      return PrintTable(
        layout, delimiter: delimiter, symbol: symbol, options.shape, file: lines.file, tally)
    } catch let error as WireError {
      throw IngestError(error, file: lines.file, line: number)
    }
  }
}

extension IngestOptions {
  fileprivate func checkPartial(_ file: String) throws(StageError) {
    if partial != nil, resampling == nil {
      throw StageError(
        .usage, "--partial goes with --resample, or with trades; found bars in \(file)")
    }
  }

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

extension Interval {
  /// Why bars of this length cannot be known by their open.
  public var needsClose: String {
    "'--interval \(self)' is no length of time"
      + (Interval.meant(by: text).map { " (did you mean '\($0)'?)" } ?? "")
      + ": its bars need --timestamp close"
  }

  /// The interval of bars that lie so far apart; `nil` when none has it. Days are a day apart also
  /// where clocks are moved in between.
  init?(between distance: Int64) {
    let day = Timestamp.millisecondsPerDay
    let days = (distance + day / 2) / day * day
    let isNearDays = days > 0 && (distance - days).magnitude <= 3_600_000
    self.init(milliseconds: isNearDays ? days : distance)
  }
}
