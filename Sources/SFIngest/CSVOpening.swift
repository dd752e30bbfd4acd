import SFCore
import SFWire

/// Finds out what the columns of a CSV file of bars hold.
struct CSVOpening {
  private let lines: LineFeed
  private let line: Line
  /// Its number; that of the feed goes on.
  private let number: Int
  private let options: IngestOptions
  private let tally: Tally
  private let delimiter: UInt8
  private let fields: [RowCursor.Field]

  /// `line` is the first that counts.
  init(
    _ lines: LineFeed, _ line: Line, _ options: IngestOptions, _ tally: Tally
  ) throws(WireError) {
    self.lines = lines
    self.line = line
    number = lines.number
    self.options = options
    self.tally = tally
    delimiter = options.shape.delimiter ?? line.delimiter
    fields = try RowCursor.fields(of: line, delimiter)
  }

  func rows() throws -> Rows {
    do {
      return try found()
    } catch let error as WireError {
      throw IngestError(error, file: lines.file, line: number)
    }
  }

  private func found() throws -> Rows {
    guard isRow else { return try withHeader() }
    lines.unread(line)
    if options.shape.columns.isEmpty { return try archive() }
    // Numbers of columns are names enough.
    return try open(layout((1...fields.count).map(String.init), row: fields))
  }

  /// Whether the first line is a row: most of a row are numbers, and no header has one.
  private var isRow: Bool {
    guard let first = fields.first else { return false }
    if RowCursor.number(in: first) != nil { return true }
    return fields.count { RowCursor.number(in: $0) != nil } >= 4
  }

  private func archive() throws -> Rows {
    guard fields.count == CSVLayout.klines.roles.count,
      fields.allSatisfy({ RowCursor.number(in: $0) != nil })
    else {
      throw IngestError(
        file: lines.file, line: number, column: 1,
        message: "found a row of \(fields.count) values at the start, expected a header line, "
          + "klines with twelve columns, or trades of an archive",
        help: "say what its columns are: --columns time=1,open=2,high=3,low=4,close=5 "
          + "or --format (kraken, histdata …)")
    }
    let symbol = try options.symbol(ofAllIn: lines.file)
    return CSVRows(
      lines, .klines, delimiter: delimiter, symbol: symbol, saysClose: false, allowsAnyUnit: true,
      options, tally)
  }

  private func withHeader() throws -> Rows {
    let names = fields.map(\.text)
    // The row behind it tells what a name does not; its bytes come again.
    guard case .line(let row) = try lines.next(waiting: true) else {
      return try open(layout(names, row: []))
    }
    lines.unread(row)
    // A row that cannot be read is an error when it is read as one; here it tells nothing.
    let values = (try? RowCursor.fields(of: row, delimiter)) ?? []
    return try open(layout(names, row: values))
  }

  private func layout(_ names: [String], row: [RowCursor.Field]) throws -> CSVLayout {
    var hints = CSVLayout.Hints()
    hints.own = options.ownFields
    hints.saysClose = options.timestamp == .close
    hints.choices = options.shape.columns
    hints.timeFormat = options.shape.timeFormat
    hints.row = row
    hints.symbol = options.symbol
    // A name without a symbol is no hint; whether one is needed is decided in open.
    hints.nameSymbol = try? options.symbol(ofAllIn: lines.file)
    do {
      return try CSVLayout(header: names, hints)
    } catch {
      throw IngestError(error, file: lines.file, line: number, help: Self.help(forHeader: names))
    }
  }

  private func open(_ found: CSVLayout) throws -> Rows {
    var layout = found
    var symbol = options.symbol
    if let symbol {
      if layout.hasSymbol { tally.notes.append(.overridden(file: lines.file, symbol: symbol)) }
      layout.ignoreSymbol()
    }
    if symbol == nil, !layout.hasSymbol { symbol = try options.symbol(ofAllIn: lines.file) }
    note(layout, ignored: found.ignored)
    return CSVRows(
      lines, layout, delimiter: delimiter, symbol: symbol, saysClose: options.timestamp == .close,
      allowsAnyUnit: false, options, tally)
  }

  private func note(_ layout: CSVLayout, ignored: [String]) {
    tally.notes.append(.columns(file: lines.file, layout.listing))
    let volumes = ignored.filter { $0.lowercased().contains("vol") }
    if !layout.hasVolume, !volumes.isEmpty {
      tally.notes.append(.noVolume(file: lines.file, names: ignored))
    } else if !ignored.isEmpty {
      tally.notes.append(.ignoredColumns(file: lines.file, names: ignored))
    }
  }

  /// What can be done about a header that is not understood.
  private static func help(forHeader names: [String]) -> String {
    if names.contains(CSVLayout.closeName) {
      return "'\(CSVLayout.closeName)' is the close of a bar, as sf-cat --csv writes it: "
        + "--timestamp close takes it"
    }
    if names.count == 1 {
      return "--skip-lines 1 passes over a line before the header, --delimiter says what separates "
        + "columns; sf-ingest sniff FILE says what it sees"
    }
    return "say what columns hold: --columns time=NAME,open=NAME,…; sf-ingest sniff FILE says what "
      + "it sees"
  }
}
