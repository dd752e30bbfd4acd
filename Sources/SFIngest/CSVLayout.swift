import SFBinance
import SFCore
import SFWire

/// Which column of a CSV file holds what, told by the names in its header or by the user.
struct CSVLayout {
  enum Role: Equatable {
    case time, symbol, open, high, low, close, volume
    /// A date whose time of day stands in another column.
    case date, timeOfDay
    /// A further market field, by its place in `fields`.
    case field(Int)
    case ignored
  }

  var roles: [Role]
  /// The names of further market fields, in ascending order.
  private(set) var fields: [String] = []
  /// The names of the columns as the file writes them; empty where it has none.
  let names: [String]
  /// What the time column says of the numbers in it.
  private(set) var timeNaming = TimeColumn.Naming.other

  var hasSymbol: Bool { roles.contains(.symbol) }
  var hasVolume: Bool { roles.contains(.volume) }

  /// Columns that are no field that the project knows, as the file writes them.
  var ignored: [String] {
    zip(names, roles).filter { $1 == .ignored && !Self.needless.contains(CSVHeader.key($0)) }
      .map(\.0)
  }

  /// What archives have and follows from the rest.
  private static let needless = ["close_time", "ignore"]

  static let timeNames = ["timestamp", "timestamp_ms", "open_time", "datetime", "time", "date"]
  /// Other names of it, looked for when none of these is there.
  static let furtherTimeNames = [
    "unix", "unix_time", "unixtime", "epoch", "gmt_time", "local_time", "utc", "date_time",
    "dtyyyymmdd",
  ]
  /// Names of a date and a time of day in two columns.
  static let dateNames = ["date", "dtyyyymmdd"]
  static let timeOfDayNames = ["time", "timestamp"]
  /// What this project calls the close of a bar; it is no name of an open.
  static let closeName = "ts"
  static let symbolNames = ["symbol", "pair", "ticker"]
  static let priceNames: [(name: String, role: Role)] = [
    ("open", .open), ("high", .high), ("low", .low), ("close", .close),
  ]

  /// Further market fields in ascending order, with the other names that exchanges give them.
  static let fieldNames: [(name: String, synonyms: [String])] = [
    ("funding_rate", []), ("index_price", []), ("mark_price", []), ("open_interest", []),
    ("quote_volume", ["quote_asset_volume"]),
    (
      "taker_buy_base_volume",
      ["taker_buy_base", "taker_buy_base_asset_volume", "taker_buy_volume"]
    ),
    ("taker_buy_quote_volume", ["taker_buy_quote", "taker_buy_quote_asset_volume"]),
    ("trades", ["count", "number_of_trades"]), ("vwap", []),
  ]

  /// The twelve columns of a kline archive, which has no header.
  static let klines = CSVLayout(archive: ArchiveData.Kind.klines.columns)

  /// Of columns that are known; each stands there once.
  private init(archive columns: [String]) {
    names = []
    roles = columns.map { name in
      if Self.timeNames.contains(name) { return .time }
      if name == "volume" { return .volume }
      return Self.priceNames.first { $0.name == name }?.role ?? .ignored
    }
    for (name, synonyms) in Self.fieldNames {
      guard let column = columns.firstIndex(where: { $0 == name || synonyms.contains($0) }) else {
        continue
      }
      roles[column] = .field(fields.count)
      fields.append(name)
    }
  }

  /// What is known of a file beside the names of its columns.
  struct Hints {
    /// Market fields that the user has declared.
    var own: [String] = []
    var saysClose = false
    var choices: [FileShape.ColumnChoice] = []
    /// How the user says that times are written.
    var timeFormat: TimeFormat?
    /// The first row behind the header.
    var row: [RowCursor.Field] = []
    /// The symbol of all rows, and that of those without a column of it.
    var symbol: Symbol?
    var nameSymbol: Symbol?
  }

  /// Finds the columns; a name that is there twice, or a needed one that is not, is an error.
  init(header names: [String], _ hints: Hints = Hints()) throws(WireError) {
    let header = CSVHeader(names)
    self.names = names
    roles = names.map { _ in .ignored }
    var chosen: [String: Int] = [:]
    for choice in hints.choices {
      guard let column = try header.place(chosen: choice.column) else {
        if choice.isOptional { continue }
        throw Self.error(
          header.listing, "the column '\(choice.column)' that --columns names")
      }
      chosen[choice.meaning] = column
    }
    try findTime(header, chosen, hints)
    for (name, role) in Self.priceNames {
      guard let column = try header.place(chosen[name], [name]) else {
        throw Self.error(header.listing, "a column '\(name)'")
      }
      roles[column] = role
    }
    if let column = try header.place(chosen["symbol"], Self.symbolNames) {
      if isFree(column) { roles[column] = .symbol }
    }
    try findFields(header, chosen, hints)
  }

  private func isFree(_ column: Int) -> Bool { roles[column] == .ignored }

  private mutating func findTime(
    _ header: CSVHeader, _ chosen: [String: Int], _ hints: Hints
  ) throws(WireError) {
    if let date = chosen["date"], let time = chosen["time"] {
      roles[date] = .date
      roles[time] = .timeOfDay
      return
    }
    if let column = chosen["time"] ?? chosen["date"] {
      roles[column] = .time
      timeNaming = chosen["time"] == nil ? .date : .init(header.keys[column])
      return
    }
    // A date beside a time of day; where both columns say all, the one that is named first counts.
    if let date = try header.place(Self.dateNames),
      let time = try header.place(Self.timeOfDayNames), date < hints.row.count,
      time < hints.row.count,
      DayTimeColumns.arePair(hints.row[date], hints.row[time], hints.timeFormat)
    {
      roles[date] = .date
      roles[time] = .timeOfDay
      return
    }
    let names = Self.timeNames + (hints.saysClose ? [Self.closeName] : []) + Self.furtherTimeNames
    guard let time = try header.place(names) ?? (header.keys.first == "" ? 0 : nil) else {
      throw Self.error(
        header.listing,
        "a time column: \(Self.timeNames.joined(separator: ", ")) or an unnamed first column")
    }
    roles[time] = .time
    timeNaming = .init(header.keys[time])
  }

  private mutating func findFields(
    _ header: CSVHeader, _ chosen: [String: Int], _ hints: Hints
  ) throws(WireError) {
    let volumes = VolumeColumns(header, try symbol(header, hints))
    if let column = try header.place(chosen["volume"], ["volume"]) ?? volumes.base,
      isFree(column)
    {
      roles[column] = .volume
    }
    let fieldNames = Self.fieldNames + hints.own.map { ($0, []) }
    for (name, synonyms) in fieldNames.sorted(by: { $0.name < $1.name }) {
      var column = try header.place(chosen[name], [name] + synonyms)
      if name == "quote_volume" { column = column ?? volumes.quote }
      guard let column, isFree(column) else { continue }
      roles[column] = .field(fields.count)
      fields.append(name)
    }
  }

  /// The symbol of the first row.
  private func symbol(_ header: CSVHeader, _ hints: Hints) throws(WireError) -> String? {
    if let symbol = hints.symbol { return symbol.text }
    guard let column = roles.firstIndex(of: .symbol), column < hints.row.count else {
      return hints.nameSymbol?.text
    }
    return hints.row[column].text
  }

  /// Takes the symbol from elsewhere.
  mutating func ignoreSymbol() {
    if let column = roles.firstIndex(of: .symbol) { roles[column] = .ignored }
  }

  /// What each column was taken for, as messages say it.
  var listing: String {
    zip(names, roles).compactMap { name, role -> String? in
      switch role {
      case .ignored: nil
      case .field(let place): "\(fields[place])='\(name)'"
      case .timeOfDay: "time='\(name)'"
      default: "\(role)='\(name)'"
      }
    }.joined(separator: ", ")
  }

  private static func error(_ found: String, _ expected: String) -> WireError {
    WireError(column: 1, found: found, expected: expected)
  }
}
