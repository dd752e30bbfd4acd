import SFBinance
import SFWire

/// Which column of a CSV file holds what, told by the names in its header.
struct CSVLayout {
  enum Role: Equatable {
    case time, symbol, open, high, low, close, volume
    /// A further market field, by its place in `fields`.
    case field(Int)
    case ignored
  }

  private(set) var roles: [Role]
  /// The names of further market fields, in ascending order.
  private(set) var fields: [String] = []
  /// Columns that are no field that the project knows, as the file writes them.
  private(set) var ignored: [String] = []

  var hasSymbol: Bool { roles.contains(.symbol) }

  static let timeNames = ["timestamp", "timestamp_ms", "open_time", "datetime", "time", "date"]
  /// What this project calls the close of a bar; it is no name of an open.
  static let closeName = "ts"
  static let symbolNames = ["symbol", "pair"]
  private static let priceNames: [(name: String, role: Role)] = [
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

  /// The names of columns.
  struct Header {
    let names: [String]
    /// As they are compared: lower case, `_` for spaces.
    let keys: [String]

    init(_ names: [String]) {
      self.names = names
      keys = names.map { String($0.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }) }
    }

    /// The column of the first name that is there; one that is there twice is an error.
    func place(_ candidates: [String]) throws(WireError) -> Int? {
      for candidate in candidates {
        guard let first = keys.firstIndex(of: candidate) else { continue }
        if keys.lastIndex(of: candidate) != first {
          throw CSVLayout.error("the column '\(names[first])' twice", "each column once")
        }
        return first
      }
      return nil
    }

    /// As an error names them.
    var listing: String {
      (names.count == 1 ? "the column " : "the columns ")
        + names.prefix(20).map { "'\($0)'" }.joined(separator: " ")
        + (names.count > 20 ? " …" : "")
    }
  }

  /// Of columns that are known; each stands there once.
  private init(archive columns: [String]) {
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

  /// Finds the columns; a name that is there twice, or a needed one that is not, is an error.
  /// `own` are market fields that the user has declared.
  init(
    header names: [String], own: [String] = [], saysClose: Bool = false
  ) throws(WireError) {
    let header = Header(names)
    roles = names.map { _ in .ignored }
    let found = header.listing
    let timeNames = Self.timeNames + (saysClose ? [Self.closeName] : [])
    guard let time = try header.place(timeNames) ?? (header.keys.first == "" ? 0 : nil) else {
      throw Self.error(
        found,
        "a time column: \(Self.timeNames.joined(separator: ", ")) or an unnamed first column")
    }
    roles[time] = .time
    for (name, role) in Self.priceNames {
      guard let column = try header.place([name]) else {
        throw Self.error(found, "a column '\(name)'")
      }
      roles[column] = role
    }
    if let column = try header.place(["volume"]) { roles[column] = .volume }
    if let column = try header.place(Self.symbolNames) { roles[column] = .symbol }
    let fieldNames = Self.fieldNames + own.map { ($0, []) }
    for (name, synonyms) in fieldNames.sorted(by: { $0.name < $1.name }) {
      guard let column = try header.place([name] + synonyms) else { continue }
      roles[column] = .field(fields.count)
      fields.append(name)
    }
    for (name, role) in zip(names, roles) where role == .ignored { ignored.append(name) }
  }

  /// Takes the symbol from elsewhere.
  mutating func ignoreSymbol() {
    if let column = roles.firstIndex(of: .symbol) { roles[column] = .ignored }
  }

  private static func error(_ found: String, _ expected: String) -> WireError {
    WireError(column: 1, found: found, expected: expected)
  }
}
