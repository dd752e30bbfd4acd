import SFCore

/// The data types that a run knows: those of the project and those that the user declares.
public struct DataTypes: Sendable {
  /// In ascending order of name.
  public private(set) var list: [DataType]

  public init() { list = DataType.own }

  public subscript(name: String) -> DataType? { list.first { $0.name == name } }

  /// The type of that name; an error that proposes the nearest.
  public func type(named name: String) throws(ConfigurationError) -> DataType {
    if let type = self[name] { return type }
    let names = list.map(\.name)
    throw ConfigurationError(
      "", "found the data type '\(name)', \(NearestName.expected(name, among: names))",
      help: NearestName.help(for: name, among: names))
  }

  /// Adds a type of the user.
  public mutating func add(_ type: DataType) throws(ConfigurationError) {
    guard self[type.name] == nil else {
      throw ConfigurationError(
        "", "found the data type '\(type.name)', expected a name that is not taken")
    }
    list.append(type)
    list.sort { $0.name < $1.name }
  }
}

// MARK: The types of the project

extension DataType {
  /// What klines say beside the prices.
  private static let klineFields = [
    "quote_volume", "taker_buy_base_volume", "taker_buy_quote_volume", "trades",
  ].map { DataColumn($0, .real, .zeroOrMore) }

  private static let vwap = DataColumn("vwap", .real, .zeroOrMore)
  private static let derivativePrices = [
    DataColumn("index_price", .real, .zeroOrMore), DataColumn("mark_price", .real, .zeroOrMore),
  ]
  private static let openInterest = DataColumn(
    "open_interest", .real, required: true, .zeroOrMore)

  /// Bars where nothing is said of the market.
  public static let spot = DataType(bars: "spot", fields: klineFields + [vwap])

  /// Bars of a future with a term.
  public static let futures = DataType(
    bars: "futures", fields: klineFields + [vwap, openInterest] + derivativePrices)

  /// Bars of a future without a term, which pays funding.
  public static let perpetual = DataType(
    bars: "perpetual",
    fields: klineFields + [vwap, openInterest, DataColumn("funding_rate", required: true)]
      + derivativePrices)

  /// Prints: each has the id of its exchange. `buyer_is_maker` is 1 when a sell met a resting buy.
  public static let trades = DataType(
    rows: "trades",
    [
      DataColumn("id", .integer, required: true, .zeroOrMore),
      DataColumn("price", .price, required: true, .aboveZero),
      DataColumn("quantity", .price, required: true, .aboveZero),
      DataColumn("buyer_is_maker", .integer, required: true, .zeroOrMore),
    ], sequence: "id")

  /// The best bid and ask, at each change.
  public static let bookTicker = DataType(
    rows: "book_ticker",
    [
      DataColumn("update_id", .integer, required: true, .zeroOrMore),
      DataColumn("bid_price", .price, required: true, .aboveZero),
      DataColumn("bid_quantity", .price, required: true, .zeroOrMore),
      DataColumn("ask_price", .price, required: true, .aboveZero),
      DataColumn("ask_quantity", .price, required: true, .zeroOrMore),
    ], sequence: "update_id")

  /// In ascending order of name.
  fileprivate static let own = [bookTicker, futures, perpetual, spot, trades]
}
