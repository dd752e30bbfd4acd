import SFWire

/// A symbol as the exchange lists it.
///
///     {"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","filters":[
///       {"filterType":"PRICE_FILTER","minPrice":"0.01","maxPrice":"1000000","tickSize":"0.01"},…]}
public struct SymbolInfo: Equatable, Sendable {
  /// May have letters that no `Symbol` has.
  public let name: String
  /// `TRADING`, `HALT`, `BREAK`, `END_OF_DAY`, `CANCEL_ONLY`; `nil` where the text does not say it.
  public let status: String?
  public let baseAsset: String?
  public let quoteAsset: String?
  /// `LIMIT`, `MARKET`, `STOP_LOSS` and others; `nil` where the text does not say them.
  public let orderTypes: [String]?
  /// All of them, in the exchange's order.
  public let filters: [SymbolFilter]

  /// `nil` when it has no name.
  init?(_ value: JSONValue) {
    guard let name = value["symbol"]?.string else { return nil }
    self.name = name
    status = value["status"]?.string
    baseAsset = value["baseAsset"]?.string
    quoteAsset = value["quoteAsset"]?.string
    orderTypes = value["orderTypes"]?.array?.compactMap(\.string)
    filters = (value["filters"]?.array ?? []).compactMap(SymbolFilter.init)
  }

  /// The first filter of one of these kinds; `nil` when the symbol has none.
  public func filter(_ kinds: SymbolFilter.Kind...) -> SymbolFilter? {
    filters.first { kinds.contains($0.kind) }
  }
}
