import SFCore

/// What a table of a store holds: bars of a kind of market, prints, quotes, or columns of a user.
///
///     spot        open high low close volume, and what klines add
///     perpetual   the same with funding_rate and open_interest
///     trades      prints: id price quantity side
///
/// Rows of a type belong to a dataset and stand in order of time.
public struct DataType: Hashable, Sendable, Codable {
  /// A lower-case word, which is the name of its table.
  public let name: String

  /// What is there beside the time. Bars begin with open, high, low, close and volume, and go on
  /// with market fields in ascending order of name.
  public let columns: [DataColumn]

  /// The integer column that tells rows of one time apart; `nil` for one row a time.
  public let sequence: String?

  /// Whether its rows are bars.
  public let isBars: Bool

  /// Bars with market fields of their own.
  public init(bars name: String, fields: [DataColumn]) {
    self.name = name
    columns = DataColumn.prices + fields.sorted { $0.name < $1.name }
    sequence = nil
    isBars = true
  }

  /// Rows of any columns.
  public init(rows name: String, _ columns: [DataColumn], sequence: String? = nil) {
    self.name = name
    self.columns = columns
    self.sequence = sequence
    isBars = false
  }

  /// The place of the sequence among the columns.
  public var sequencePlace: Int? {
    sequence.flatMap { name in columns.firstIndex { $0.name == name } }
  }

  /// The market fields of bars; none of other rows.
  public var fields: ArraySlice<DataColumn> {
    isBars ? columns[DataColumn.prices.count...] : []
  }
}

/// A column of a data type.
public struct DataColumn: Hashable, Sendable, Codable {
  public enum Kind: String, CaseIterable, Sendable, Codable {
    /// An exact decimal in units of 10⁻⁸.
    case price
    /// A `Double`.
    case real
    case integer
  }

  /// Which values it takes.
  public enum Values: String, Sendable, Codable {
    case any
    case aboveZero = "above_zero"
    case zeroOrMore = "zero_or_more"
  }

  public let name: String
  public let kind: Kind
  /// Whether each row must have a value.
  public let isRequired: Bool
  public let values: Values

  public init(
    _ name: String, _ kind: Kind = .real, required: Bool = false, _ values: Values = .any
  ) {
    self.name = name
    self.kind = kind
    isRequired = required
    self.values = values
  }

  /// What every bar begins with. Volume is missing where the market does not say it.
  public static let prices: [DataColumn] =
    ["open", "high", "low", "close"].map {
      DataColumn($0, .price, required: true, .aboveZero)
    } + [DataColumn("volume", .real, .zeroOrMore)]
}

extension DataColumn {
  init(_ name: String, _ kind: Kind, _ values: Values) {
    self.init(name, kind, required: false, values)
  }
}
