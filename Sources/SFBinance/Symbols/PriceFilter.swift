import SFCore

/// What a price, and the price of a stop, must be.
///
///     {"filterType":"PRICE_FILTER","minPrice":"0.01","maxPrice":"1000000.00","tickSize":"0.01"}
public struct PriceFilter: Equatable, Sendable {
  /// Both bounds are allowed; `nil` where there is none.
  public let minPrice: Price?
  public let maxPrice: Price?
  /// Prices are multiples of it; `nil` where they need not be.
  public let tickSize: Price?
}

extension SymbolInfo {
  /// `nil` where the symbol has no such filter.
  public func priceFilter() throws(UnreadableAnswer) -> PriceFilter? {
    guard let filter = filter(.priceFilter) else { return nil }
    return try PriceFilter(
      minPrice: filter.bound("minPrice"), maxPrice: filter.bound("maxPrice"),
      tickSize: filter.bound("tickSize"))
  }
}
