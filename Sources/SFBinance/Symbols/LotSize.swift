import SFCore

/// What a quantity must be: of all orders, or of market orders besides.
///
///     {"filterType":"LOT_SIZE","minQty":"0.00001","maxQty":"9000.0","stepSize":"0.00001"}
///     {"filterType":"MARKET_LOT_SIZE","minQty":"0.0","maxQty":"91.28064825","stepSize":"0.0"}
public struct LotSize: Equatable, Sendable {
  /// Both bounds are allowed; `nil` where there is none.
  public let minQty: Quantity?
  public let maxQty: Quantity?
  /// Quantities are multiples of it, counted from 0; `nil` where they need not be.
  public let stepSize: Quantity?

  init(_ filter: SymbolFilter) throws(UnreadableAnswer) {
    minQty = try filter.bound("minQty")
    maxQty = try filter.bound("maxQty")
    stepSize = try filter.bound("stepSize")
  }
}

extension SymbolInfo {
  /// For all orders; `nil` where the symbol has no such filter.
  public func lotSize() throws(UnreadableAnswer) -> LotSize? {
    guard let filter = filter(.lotSize) else { return nil }
    return try LotSize(filter)
  }

  /// For market orders, which must also keep to `lotSize`; `nil` where the symbol has no such filter.
  public func marketLotSize() throws(UnreadableAnswer) -> LotSize? {
    guard let filter = filter(.marketLotSize) else { return nil }
    return try LotSize(filter)
  }
}
