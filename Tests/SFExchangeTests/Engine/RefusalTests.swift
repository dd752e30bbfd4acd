import SFCore
import SFExchange
import SFTestSupport
import Testing

/// What the engine says no to, and that it has then changed nothing.
@Suite struct RefusalTests {
  @Test func `nobody buys or sells what he has not`() throws {
    var bench = try Bench()
    let before = bench.exchange.ledger
    for attempt in [
      { (bench: inout Bench) in try bench.place(.buy, .limit, 101, at: 99.9) },
      { try $0.place(.sell, .limit, 50.00001, at: 105) },
      { try $0.place(.sell, .market, 51) },
      { try $0.place(.buy, .stopLoss, 99.5, stop: 101) },
    ] {
      #expect(throws: SpotRefusal.insufficient) { try attempt(&bench) }
      #expect(bench.told() == "REJECTED")
    }
    #expect(bench.exchange.ledger == before)
  }

  @Test func `a market buy beyond the balance is refused whole`() throws {
    var bench = try Bench()
    _ = bench.exchange.deposit(-9_900, of: "USDT", to: 0, at: bench.exchange.time)
    #expect(throws: SpotRefusal.insufficient) { try bench.place(.buy, .market, 1) }
    #expect(bench.balance("USDT")?.free == 100)
    #expect(throws: SpotRefusal.insufficient) { try bench.place(.buy, worth: 100.5) }
  }

  /// Only among those that are open.
  @Test func `a client's id stands for one open order`() throws {
    var bench = try Bench()
    let first = try bench.place(.buy, at: 95, id: "one")
    #expect(throws: SpotRefusal.duplicate) { try bench.place(.buy, at: 94, id: "one") }
    #expect(try bench.place(.buy, at: 94, by: 1, id: "one").order.account == 1)
    _ = try bench.exchange.cancel(
      OrderName(id: nil, clientID: "one"), of: 0, symbol: "COINUSDT", at: bench.exchange.time)
    let second = try bench.place(.buy, at: 94, id: "one")
    #expect(second.order.id > first.order.id)
    let found = try bench.exchange.find(
      OrderName(id: nil, clientID: "one"), of: 0, symbol: "COINUSDT")
    #expect(found.id == second.order.id)
  }

  @Test func `an order is found by its names, which must agree`() throws {
    var bench = try Bench()
    let placed = try bench.place(.buy, at: 95, id: "one")
    func find(_ id: Int64?, _ client: String?, _ account: Int = 0) throws(SpotRefusal) -> Int64 {
      try bench.exchange.find(
        OrderName(id: id, clientID: client), of: account, symbol: "COINUSDT"
      ).id
    }
    #expect(try find(placed.order.id, "one") == placed.order.id)
    #expect(throws: SpotRefusal.idsDisagree) { try find(placed.order.id, "two") }
    #expect(throws: SpotRefusal.noSuchOrder) { try find(nil, "two") }
    #expect(throws: SpotRefusal.noSuchOrder) { try find(placed.order.id + 1, "one") }
    #expect(throws: SpotRefusal.noSuchOrder) { try find(placed.order.id, nil, 1) }
    #expect(throws: SpotRefusal.invalidSymbol) {
      try bench.exchange.find(OrderName(id: 1, clientID: nil), of: 0, symbol: "NONE")
    }
  }

  @Test func `a cancel ends what is open, once`() throws {
    var bench = try Bench()
    let placed = try bench.place(.buy, .limit, 2, at: 100.01)
    #expect(placed.order.status == .partiallyFilled)
    _ = bench.told()
    func cancel(_ restriction: CancelRestriction?) throws(SpotRefusal) -> SpotOrderStatus {
      try bench.exchange.cancel(
        OrderName(id: placed.order.id, clientID: nil), of: 0, symbol: "COINUSDT", as: "mine",
        only: restriction, at: bench.exchange.time
      ).order.status
    }
    #expect(throws: SpotRefusal.restricted) { try cancel(.onlyNew) }
    #expect(try cancel(.onlyPartiallyFilled) == .canceled)
    #expect(bench.told() == "CANCELED position" && bench.balance("USDT")?.locked == 0)
    #expect(bench.order(placed)?.executed == 1)
    #expect(throws: SpotRefusal.notOpen) { try cancel(nil) }
    #expect(throws: SpotRefusal.notOpen) {
      try bench.exchange.cancelAll(of: 0, symbol: "COINUSDT", at: bench.exchange.time)
    }
  }

  @Test func `a symbol that is not traded takes nothing, or cancels only`() throws {
    var bench = try Bench()
    let placed = try bench.place(.buy, at: 95)
    let name = OrderName(id: placed.order.id, clientID: nil)
    try bench.exchange.set(.halt, of: "COINUSDT", at: bench.exchange.time)
    #expect(throws: SpotRefusal.marketClosed) { try bench.place(.buy, at: 95) }
    #expect(throws: SpotRefusal.marketClosed) {
      try bench.exchange.cancel(name, of: 0, symbol: "COINUSDT", at: bench.exchange.time)
    }
    try bench.exchange.set(.cancelOnly, of: "COINUSDT", at: bench.exchange.time)
    #expect(throws: SpotRefusal.marketClosed) { try bench.place(.buy, at: 95) }
    #expect(
      try bench.exchange.cancel(name, of: 0, symbol: "COINUSDT", at: bench.exchange.time).order
        .status == .canceled)
    bench.exchange.set(canTrade: false, of: 0, at: bench.exchange.time)
    #expect(throws: SpotRefusal.mayNotTrade) { try bench.place(.buy, at: 95) }
  }

  /// Orders that have filled nothing count; the first fill gives back one to who took, five to who
  /// made.
  @Test func `so many orders may be sent in ten seconds`() throws {
    var settings = SpotSettings()
    settings.ordersPer10Seconds = 3
    var bench = try Bench(settings: settings)
    for _ in 0..<5 { try bench.place(.buy, .market, 0.1) }
    for price in [95, 96, 97] as [Price] { try bench.place(.buy, at: price) }
    let refusal = #expect(throws: SpotRefusal.self) { try bench.place(.buy, at: 94) }
    #expect(
      refusal?.message == "Too many new orders; current limit is 3 orders per 10 SECOND.")
    // A maker's fill gives back.
    try bench.place(.sell, .market, 0.5, by: 1)
    bench.print(96, 5, isTakerBuy: false)
    #expect(try bench.place(.buy, at: 94).order.status == .new)
    bench.exchange.advance(to: bench.exchange.time + 10_000)
    for _ in 0..<3 { try bench.place(.buy, at: 93) }
    #expect(throws: SpotRefusal.self) { try bench.place(.buy, at: 93) }
  }

  @Test func `a test of an order says what the order would, and changes nothing`() throws {
    var bench = try Bench()
    let before = bench.exchange.ledger
    func test(_ quantity: Quantity) throws(SpotRefusal) {
      try bench.exchange.test(
        SpotOrderRequest(symbol: "COINUSDT", side: .buy, type: .market, size: .base(quantity)),
        by: 0, at: bench.exchange.time)
    }
    try test(1)
    #expect(throws: SpotRefusal.filter(.lotSize)) { try test(0.000001) }
    #expect(bench.exchange.ledger == before && bench.exchange.nextOrder == 1)
    #expect(bench.told() == "")
  }
}
