import SFBinance
import SFBinanceOrders
import SFCore
import SFTestSupport
import SFWire
import Testing

/// What is sent for an order, by rules and best prices.
@Suite struct OrderPricingTests {
  private static func rules(
    status: String = "TRADING", boundsMarket: Bool = false
  ) throws -> TradingRules {
    let text = """
      {"symbols":[{"symbol":"AUSDT","status":"\(status)","baseAsset":"A","quoteAsset":"USDT",
      "filters":[{"filterType":"PRICE_FILTER","minPrice":"0.01","maxPrice":"1000","tickSize":"0.01"},
      {"filterType":"LOT_SIZE","minQty":"0.01","maxQty":"50","stepSize":"0.01"},
      {"filterType":"MARKET_LOT_SIZE","minQty":"0","maxQty":"20","stepSize":"0"},
      {"filterType":"NOTIONAL","minNotional":"5","applyMinToMarket":true,"maxNotional":"9000",
      "applyMaxToMarket":\(boundsMarket),"avgPriceMins":5}]}]}
      """
    let info = try ExchangeInfo(JSONValue(text: Array(text.utf8)))
    return try TradingRules(try #require(info.symbols?.first))
  }

  private func text(_ priced: OrderPricing.Priced) -> String {
    switch priced {
    case .refused(let reason): return reason.rawValue
    case .form(let form):
      let kind =
        switch form.kind {
        case .limitNow(let price): "IOC \(price)"
        case .limit(let price): "GTC \(price)"
        case .market: "MARKET"
        default: "other"
        }
      return "\(form.side.rawValue) \(form.quantity) \(kind)"
    }
  }

  @Test(
    arguments: [
      // Quantity, limit, free cash, and what is sent at an ask of 10.
      ("1", nil, "1000", "buy 1.0 IOC 10.03"),
      ("1.239", nil, "1000", "buy 1.23 IOC 10.03"),
      ("1.239", "9.999", "1000", "buy 1.23 GTC 9.99"),
      // Cash is a ceiling.
      ("10", nil, "50", "buy 4.98 IOC 10.03"),
      ("10", nil, "0", "lot_size"),
      ("10", nil, "7", "min_notional"),
      // 1.5 times the smallest notional, so that it can be sold.
      ("0.75", nil, "1000", "buy 0.75 IOC 10.03"),
      ("0.74", nil, "1000", "min_notional"),
      ("60", nil, "1000", "buy 50.0 IOC 10.03"),
    ] as [(String, String?, String, String)])
  func `an entry`(quantity: String, limit: String?, free: String, sent: String) throws {
    let order = Order(
      id: "o", symbol: "AUSDT", side: .buy, kind: limit == nil ? .market : .limit,
      quantity: try #require(Quantity(quantity)), price: limit.flatMap { Price($0) }, position: "p",
      intent: .enter, reason: "r", reference: 10)
    let priced = OrderPricing().entry(
      order, order.quantity, try Self.rules(), .init(bid: 9.99, ask: 10),
      free: try #require(Money(free)), clientID: "sf")
    #expect(text(priced) == sent)
  }

  @Test(arguments: [
    ("1.239", 1, "sell 1.23 IOC 9.9"), ("1.239", 5, "sell 1.23 IOC 9.9"),
    ("1.239", 6, "sell 1.23 MARKET"), ("30", 1, "sell 30.0 IOC 9.9"),
    ("30", 6, "sell 20.0 MARKET"), ("0.005", 1, "dust"), ("0.4", 1, "dust"),
    // Worth enough at the bid, and not at the bound below it.
    ("0.5", 1, "sell 0.5 MARKET"),
  ])
  func `an exit`(quantity: String, attempt: Int, sent: String) throws {
    let order = Order(
      id: "o", symbol: "AUSDT", side: .sell, quantity: try #require(Quantity(quantity)),
      position: "p", intent: .exit, reason: "r", reference: 10)
    let priced = OrderPricing().exit(
      order, order.quantity, try Self.rules(), .init(bid: 10, ask: 10.01), attempt: attempt,
      clientID: "sf")
    #expect(text(priced) == sent)
  }

  /// What is worth more than one order may be: 9 000.
  @Test(arguments: [
    (Side.buy, 1, "buy 9.97 IOC 902.7"), (.sell, 1, "sell 10.1 IOC 891.0"),
    (.sell, 6, "sell 10.0 MARKET"),
  ])
  func `what is worth too much is cut`(side: Side, attempt: Int, sent: String) throws {
    let order = Order(
      id: "o", symbol: "AUSDT", side: side, quantity: 15, position: "p",
      intent: side == .buy ? .enter : .exit, reason: "r", reference: 900)
    let rules = try Self.rules(boundsMarket: true)
    let best = OrderPricing.Best(bid: 900, ask: 900)
    var view = AccountView()
    view.mean = 900
    let priced =
      side == .buy
      ? OrderPricing().entry(
        order, 15, rules, best, free: Money(100_000 as Price), clientID: "sf", view)
      : OrderPricing().exit(order, 15, rules, best, attempt: attempt, clientID: "sf", view)
    #expect(text(priced) == sent)
  }

  @Test func `nothing is sent where nothing trades`() throws {
    let order = Order(
      id: "o", symbol: "AUSDT", side: .sell, quantity: 1, position: "p", intent: .exit, reason: "r",
      reference: 10)
    let priced = OrderPricing().exit(
      order, 1, try Self.rules(status: "HALT"), .init(bid: 10, ask: 10.01), attempt: 1,
      clientID: "sf")
    #expect(text(priced) == "no_market")
  }
}
