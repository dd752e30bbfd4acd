import SFCore
import SFExchange
import SFTestSupport
import Testing

/// Every state of an order and every event of its life, each by an order that reaches it.
@Suite struct OrderLifeTests {
  @Test func `a limit that nobody meets rests, and locks what it may spend`() throws {
    var bench = try Bench()
    let placed = try bench.place(.buy, at: 99.5)
    #expect(placed.order.status == .new && placed.fills.isEmpty)
    #expect(bench.balance("USDT")?.locked == 99.5 && bench.balance("USDT")?.free == 9_900.5)
    #expect(bench.told() == "NEW position")
    let sale = try bench.place(.sell, .limit, 2, at: 101)
    #expect(sale.order.status == .new && bench.balance("COIN")?.locked == 2)
  }

  @Test func `a limit takes level after level up to its price, and its rest goes on the book`()
    throws
  {
    var bench = try Bench()
    let placed = try bench.place(.buy, .limit, 5, at: 100.02)
    #expect(placed.order.status == .partiallyFilled && placed.order.executed == 2.9998)
    #expect(placed.fills.map(\.price) == [100.01, 100.02])
    #expect(placed.fills.map(\.quantity) == [1, 1.9998])
    // The fee is taken from what was received.
    #expect(placed.fills.map(\.commission) == [0.001, 0.0019998])
    #expect(placed.fills.allSatisfy { $0.commissionAsset == "COIN" })
    #expect(bench.told() == "NEW TRADE TRADE position")
    // Someone else takes the rest from it.
    let other = try bench.place(.sell, .market, 2.0002, by: 1)
    #expect(bench.order(placed)?.status == .filled && other.order.status == .filled)
    #expect(bench.told() == "TRADE position")
    #expect(bench.balance("USDT")?.locked == 0)
  }

  @Test func `a market order without enough on the other side expires with fills`() throws {
    var bench = try Bench()
    let placed = try bench.place(.buy, .market, 9)
    #expect(placed.order.status == .expired && placed.order.expiryReason == .insufficientLiquidity)
    #expect(placed.order.executed > 0 && placed.fills.count == 3)
    #expect(bench.told() == "NEW TRADE TRADE TRADE EXPIRED position")
    #expect(bench.balance("USDT")?.locked == 0)
  }

  @Test func `immediate or cancel keeps its fills and expires`() throws {
    var bench = try Bench()
    let placed = try bench.place(.sell, .limit, 2, at: 99.99, .immediateOrCancel)
    #expect(placed.order.status == .expired && placed.order.executed == 1)
    #expect(placed.order.expiryReason == .unfilledIOC)
    #expect(bench.balance("COIN")?.locked == 0)
  }

  @Test func `fill or kill fills whole or not at all`() throws {
    var bench = try Bench()
    let none = try bench.place(.sell, .limit, 2, at: 99.99, .fillOrKill)
    #expect(none.order.status == .expired && none.order.executed == 0)
    #expect(none.order.expiryReason == .unfilledFOK && none.fills.isEmpty)
    let all = try bench.place(.sell, .limit, 2, at: 99.98, .fillOrKill)
    #expect(all.order.status == .filled && all.fills.map(\.quantity) == [1, 1])
  }

  @Test func `a maker's limit that would take is refused, and told`() throws {
    var bench = try Bench()
    #expect(throws: SpotRefusal.wouldTake) { try bench.place(.buy, .limitMaker, at: 100.01) }
    #expect(bench.told() == "REJECTED")
    #expect(try bench.place(.buy, .limitMaker, at: 100).order.status == .new)
  }

  @Test func `a market order is sized by what it may cost`() throws {
    var bench = try Bench()
    let placed = try bench.place(.buy, worth: 150)
    #expect(placed.order.status == .filled && placed.order.quantity == 1.4998)
    #expect(placed.order.executedQuote <= 150 && placed.order.executedQuote > 149.99)
    let sale = try bench.place(.sell, worth: 150)
    #expect(sale.order.status == .filled && sale.order.executedQuote <= 150)
  }

  @Test(arguments: [
    (SpotOrderType.stopLoss, Side.sell, Price(99), Price(98.9)),
    (.stopLoss, .buy, 101, 101.1), (.takeProfit, .sell, 101, 101), (.takeProfit, .buy, 99, 99),
  ])
  func `an order with a trigger waits for the last price`(
    type: SpotOrderType, side: Side, stop: Price, reached: Price
  ) throws {
    var bench = try Bench()
    let placed = try bench.place(side, type, 0.5, stop: stop)
    #expect(placed.order.status == .new && !placed.order.isWorking)
    #expect(bench.told() == "NEW position")
    bench.print(100)
    #expect(bench.order(placed)?.isWorking == false)
    bench.print(reached)
    #expect(bench.order(placed)?.status == .filled)
    #expect(bench.told() == "NEW TRADE position")
  }

  @Test func `a trigger brings a limit onto the book`() throws {
    var bench = try Bench()
    let placed = try bench.place(.sell, .stopLossLimit, 1, at: 105, stop: 99)
    bench.print(99)
    let order = try #require(bench.order(placed))
    #expect(order.status == .new && order.isWorking)
    #expect(bench.exchange.markets[0].asks.best?.price == 105)
  }

  @Test func `a trigger whose market costs more than there is expires as rejected`() throws {
    var bench = try Bench()
    // 99 coins at 101 are locked; at the trigger the book asks for more than that.
    let placed = try bench.place(.buy, .stopLoss, 5.5, stop: 101)
    _ = try bench.place(.buy, .limit, 18.8, at: 50.01, by: 0)
    _ = bench.exchange.deposit(-8_600, of: "USDT", to: 0, at: bench.exchange.time)
    bench.print(2_000)
    #expect(bench.order(placed)?.status == .expired)
    #expect(bench.order(placed)?.expiryReason == .rejected)
  }

  @Test(arguments: [(SpotOrderType.stopLoss, Side.sell, Price(100)), (.takeProfit, .sell, 100)])
  func `a trigger that is reached already is refused`(
    type: SpotOrderType, side: Side, stop: Price
  ) throws {
    var bench = try Bench()
    #expect(throws: SpotRefusal.wouldTrigger) { try bench.place(side, type, stop: stop) }
    #expect(bench.told() == "REJECTED")
  }

  @Test(arguments: [
    (SelfTradeMode.none, SpotOrderStatus.filled, SpotOrderStatus.filled),
    (.expireTaker, .new, .expiredInMatch), (.expireMaker, .expiredInMatch, .new),
    (.expireBoth, .expiredInMatch, .expiredInMatch),
  ])
  func `self-trade prevention goes by the taker's mode`(
    mode: SelfTradeMode, maker: SpotOrderStatus, taker: SpotOrderStatus
  ) throws {
    var bench = try Bench()
    let first = try bench.place(.buy, at: 100, selfTrade: SelfTradeMode.none)
    let second = try bench.place(.sell, at: 100, selfTrade: mode)
    #expect(bench.order(first)?.status == maker && bench.order(second)?.status == taker)
    for order in [first, second].compactMap(bench.order) where order.status == .expiredInMatch {
      #expect(order.prevented == 1 && order.preventedMatch == 1)
    }
    #expect(bench.told().contains("TRADE_PREVENTION") == (mode != .none))
  }

  @Test func `a fill beyond the price range expires the rest`() throws {
    let bounds = PercentBounds.within("0.9999", "1.0001")
    var bench = try Bench(range: PriceRange(buy: bounds, sell: bounds))
    let placed = try bench.place(.buy, .market, 3)
    #expect(placed.order.status == .expired && placed.order.executed == 1)
    #expect(placed.order.expiryReason == .priceRange)
  }

  @Test func `the exchange ends orders, and time and again those are told`() throws {
    var bench = try Bench()
    let placed = try bench.place(.buy, at: 99)
    _ = bench.told()
    try bench.exchange.expireAll(on: "COINUSDT", at: bench.exchange.time)
    #expect(bench.order(placed)?.expiryReason == .exchangeCanceled)
    #expect(bench.told() == "EXPIRED position" && bench.balance("USDT")?.locked == 0)
  }
}
