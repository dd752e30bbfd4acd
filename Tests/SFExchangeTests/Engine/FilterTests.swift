import SFBinance
import SFCore
import SFExchange
import SFTestSupport
import Testing

/// Each filter against orders, the verdict in the last column: `nil` passes.
///
/// The last price and the mean are 100; best bid 99.99, best ask 100.01.
@Suite struct FilterTests {
  static let price =
    #"{"filterType":"PRICE_FILTER","minPrice":"90","maxPrice":"110","tickSize":"0.05"}"#
  static let loosePrice =
    #"{"filterType":"PRICE_FILTER","minPrice":"0","maxPrice":"0","tickSize":"0"}"#
  static let percent =
    #"{"filterType":"PERCENT_PRICE","multiplierUp":"1.1","multiplierDown":"0.9","avgPriceMins":5}"#
  static let bySide =
    #"{"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"1.02","bidMultiplierDown":"0.5","askMultiplierUp":"2","askMultiplierDown":"0.98","avgPriceMins":0}"#
  static let lot = #"{"filterType":"LOT_SIZE","minQty":"0.3","maxQty":"9","stepSize":"0.2"}"#
  static let marketLot =
    #"{"filterType":"MARKET_LOT_SIZE","minQty":"0.5","maxQty":"2","stepSize":"0"}"#
  static let minNotional =
    #"{"filterType":"MIN_NOTIONAL","minNotional":"50","applyToMarket":true,"avgPriceMins":5}"#
  static let minLimit =
    #"{"filterType":"MIN_NOTIONAL","minNotional":"50","applyToMarket":false,"avgPriceMins":5}"#
  static let notional =
    #"{"filterType":"NOTIONAL","minNotional":"50","applyMinToMarket":true,"maxNotional":"200","applyMaxToMarket":false,"avgPriceMins":5}"#
  static let position = #"{"filterType":"MAX_POSITION","maxPosition":"53"}"#

  /// One row: the filter, the order, and what it breaks.
  struct Row: CustomTestStringConvertible, Sendable {
    let filter: String
    let side: Side
    let type: SpotOrderType
    let quantity: Quantity
    let price: Price?
    let broken: SymbolFilter.Kind?
    var stop: Price? = nil

    init(
      _ filter: String, _ side: Side, _ type: SpotOrderType, _ quantity: Quantity, _ price: Price?,
      stop: Price? = nil, _ broken: SymbolFilter.Kind?
    ) {
      (self.filter, self.side, self.type) = (filter, side, type)
      (self.quantity, self.price, self.broken, self.stop) = (quantity, price, broken, stop)
    }

    var testDescription: String {
      "\(filter.prefix(50)) \(side) \(type) \(quantity) at \(price.map { "\($0)" } ?? "market")"
    }
  }

  static let rows: [Row] = [
    Row(price, .buy, .limit, 1, 95.05, nil), Row(price, .buy, .limit, 1, 90, nil),
    Row(price, .sell, .limit, 1, 110, nil), Row(price, .buy, .limit, 1, 89.95, .priceFilter),
    Row(price, .sell, .limit, 1, 110.05, .priceFilter),
    Row(price, .buy, .limit, 1, 95.02, .priceFilter),
    // Also the price of a trigger.
    Row(price, .sell, .stopLoss, 1, nil, stop: 95, nil),
    Row(price, .sell, .stopLoss, 1, nil, stop: 95.01, .priceFilter),
    Row(price, .sell, .stopLossLimit, 1, 94.95, stop: 94.98, .priceFilter),
    // 0 switches a rule off.
    Row(loosePrice, .buy, .limit, 1, 0.00000123, nil),
    Row(percent, .buy, .limit, 1, 90, nil), Row(percent, .sell, .limit, 1, 110, nil),
    Row(percent, .buy, .limit, 1, 89.99, .percentPrice),
    Row(percent, .sell, .limit, 1, 110.01, .percentPrice),
    Row(percent, .buy, .market, 1, nil, nil),
    Row(bySide, .buy, .limit, 1, 102, nil),
    Row(bySide, .buy, .limit, 1, 102.01, .percentPriceBySide),
    Row(bySide, .buy, .limit, 1, 50, nil), Row(bySide, .sell, .limit, 1, 50, .percentPriceBySide),
    Row(bySide, .sell, .limit, 1, 98, nil),
    Row(bySide, .sell, .limit, 1, 200.01, .percentPriceBySide),
    // Steps count from 0 and not from the smallest quantity.
    Row(lot, .buy, .limit, 0.4, 95, nil), Row(lot, .buy, .limit, 0.3, 95, .lotSize),
    Row(lot, .buy, .limit, 0.2, 95, .lotSize), Row(lot, .sell, .limit, 9.2, 105, .lotSize),
    Row(lot, .sell, .limit, 8.8, 105, nil), Row(lot, .sell, .market, 0.5, nil, .lotSize),
    Row(marketLot, .buy, .market, 0.5, nil, nil),
    Row(marketLot, .buy, .market, 0.4, nil, .marketLotSize),
    Row(marketLot, .buy, .market, 2.01, nil, .marketLotSize),
    Row(marketLot, .buy, .limit, 0.1, 95, nil),
    Row(minNotional, .buy, .limit, 0.5, 100, nil),
    Row(minNotional, .buy, .limit, 0.5, 99.99, .minNotional),
    Row(minNotional, .buy, .market, 0.4999, nil, .minNotional),
    Row(minNotional, .buy, .market, 0.5, nil, nil), Row(minLimit, .buy, .market, 0.1, nil, nil),
    Row(minLimit, .buy, .limit, 0.1, 100, .minNotional),
    Row(notional, .buy, .limit, 2, 100, nil), Row(notional, .buy, .limit, 2.01, 100, .notional),
    Row(notional, .sell, .limit, 0.4, 105, .notional), Row(notional, .sell, .market, 3, nil, nil),
    Row(notional, .sell, .market, 0.4, nil, .notional),
    Row(position, .buy, .limit, 3, 95, nil), Row(position, .buy, .limit, 3.001, 95, .maxPosition),
    Row(position, .sell, .limit, 20, 105, nil),
  ]

  @Test(arguments: rows)
  func `an order passes or breaks the filter`(row: Row) throws {
    var bench = try Bench(filters: row.filter)
    let refusal = row.broken.map(SpotRefusal.filter)
    do throws(SpotRefusal) {
      _ = try bench.exchange.place(
        SpotOrderRequest(
          symbol: "COINUSDT", side: row.side, type: row.type, size: .base(row.quantity),
          price: row.price, stopPrice: row.stop), by: 0, at: bench.exchange.time)
      #expect(refusal == nil)
    } catch {
      #expect(error == refusal)
    }
  }

  @Test func `the text is the exchange's`() {
    #expect(SpotRefusal.filter(.lotSize).message == "Filter failure: LOT_SIZE")
    #expect(SpotRefusal.filter(.percentPriceBySide).code == .filterFailure)
    #expect(
      SpotRefusal.filter(.percentPriceBySide).message == "Filter failure: PERCENT_PRICE_BY_SIDE")
  }

  @Test func `so many orders may be open, and fewer that wait for a trigger`() throws {
    var bench = try Bench(
      filters:
        #"{"filterType":"MAX_NUM_ORDERS","maxNumOrders":3},{"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":1}"#
    )
    try bench.place(.sell, .stopLoss, stop: 90)
    #expect(throws: SpotRefusal.filter(.maxNumAlgoOrders)) {
      try bench.place(.sell, .stopLoss, stop: 91)
    }
    try bench.place(.buy, at: 90)
    let last = try bench.place(.buy, at: 91)
    #expect(throws: SpotRefusal.filter(.maxNumOrders)) { try bench.place(.buy, at: 92) }
    _ = try bench.exchange.cancel(
      OrderName(id: last.order.id, clientID: nil), of: 0, symbol: "COINUSDT",
      at: bench.exchange.time)
    #expect(try bench.place(.buy, at: 92).order.status == .new)
  }

  /// What open orders would buy counts.
  @Test func `a position is bounded with what is on its way`() throws {
    var bench = try Bench(filters: Self.position)
    try bench.place(.buy, .limit, 2, at: 95)
    #expect(throws: SpotRefusal.filter(.maxPosition)) { try bench.place(.buy, .limit, 2, at: 94) }
    #expect(try bench.place(.buy, .limit, 1, at: 94).order.status == .new)
  }

  @Test func `a change of the rules holds for the next order`() throws {
    var bench = try Bench()
    let before = try bench.place(.buy, .limit, 1, at: 95.01)
    var template = SymbolTemplate(base: "COIN", quote: "USDT")
    template.tick = 0.5
    try bench.exchange.set(SymbolRules(template.text), at: bench.exchange.time)
    #expect(throws: SpotRefusal.filter(.priceFilter)) {
      try bench.place(.buy, .limit, 1, at: 95.01)
    }
    #expect(bench.order(before)?.status == .new)
  }
}
