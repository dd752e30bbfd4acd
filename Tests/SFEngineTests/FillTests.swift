import SFCore
import SFEngine
import SFStrategy
import SFTestSupport
import Testing

@Suite struct FillTests {
  @Test func `a market order fills at the next open, exits before entries`() throws {
    var trader = StageDriver(try configuration(exits: ["time:max_bars=1"]))
    try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    try trader.step(1, [.bar(101, 102)], [.init(direction: .rise)])
    try trader.step(2, [.bar(103, 104)])
    #expect(trader.fills.map(\.price) == [101, 103, 103])
    #expect(trader.fills.map(\.side) == [.buy, .sell, .buy])
    // An exit that waits holds no slot, so the second rise is an entry.
    #expect(
      trader.fills.map(\.at) == [StageDriver.time(0), StageDriver.time(1), StageDriver.time(1)])
    #expect(trader.refusals.isEmpty)
  }

  @Test func `a close fill is at once and at the close`() throws {
    var trader = StageDriver(
      try configuration(fill: .close, exits: ["tp_sl:take_profit_pct=0.01,stop_loss_pct=0.01"]))
    try trader.step(0, [.bar(90, 100)], [.init(direction: .rise)])
    #expect(trader.fills.map(\.price) == [100])
    #expect(trader.fills.map(\.at) == [StageDriver.time(0)])
    try trader.step(1, [.bar(100, 101)])
    #expect(trader.fills.map(\.price) == [100, 101])
    #expect(trader.orders.last?.reason == "tp_sl.take_profit")
  }

  @Test func `quantity is fixed at the decision, down to eight decimals`() throws {
    var trader = StageDriver(try configuration(size: "fixed_notional:1000"))
    try trader.step(0, [.bar(3, 3)], [.init(direction: .rise)])
    try trader.step(1, [.bar(6, 6)])
    #expect(trader.orders[0].quantity == Quantity("333.33333333"))
    #expect(trader.fills[0].quantity == Quantity("333.33333333"))
  }

  @Test func `slippage and fee round against the trader`() throws {
    var trader = StageDriver(
      try configuration(
        fee: 0.001, slippage: 0.0005, size: "fixed_notional:100", exits: ["time:max_bars=1"]))
    try trader.step(0, [.bar("0.00003333", "0.00003333")], [.init(direction: .rise)])
    try trader.step(1, [.bar("0.00003333", "0.00003333")])
    try trader.step(2, [.bar("0.00003333", "0.00003333")])
    // 0.00003333 × 1.0005 = 0.000033346665, up; × 0.9995 = 0.000033313335, down.
    #expect(trader.fills.map(\.price) == ["0.00003335", "0.00003331"])
    let quantity = trader.fills[0].quantity
    let notional = trader.fills[0].price * quantity
    let exact = Double(notional.units) / 1e16 * 0.001
    #expect(trader.fills[0].fee.double >= exact)
    #expect(trader.fills[0].fee.double - exact < 1.0001e-8)
  }

  @Test func `an entry that free cash cannot pay is reduced at the decision and said`() throws {
    var trader = StageDriver(
      try configuration(capital: 100, fee: 0.01, size: "fixed_notional:1000"))
    try trader.step(0, [.bar(10, 10)], [.init(direction: .rise)])
    // 100 / (10 × 1.01) = 9.90099009
    #expect(trader.orders[0].quantity == Quantity("9.90099009"))
    #expect(trader.refusals.map(\.by) == ["cash"])
    #expect(trader.refusals[0].quantity == Quantity("9.90099009"))
    #expect(trader.refusals[0].subject == .order(trader.orders[0].id))
  }

  @Test func `an entry is reduced again at the fill when the open is dearer`() throws {
    var trader = StageDriver(try configuration(capital: 100, size: "fixed_notional:100"))
    try trader.step(0, [.bar(10, 10)], [.init(direction: .rise)])
    try trader.step(1, [.bar(20, 20)])
    #expect(trader.fills[0].quantity == 5)
    #expect(trader.refusals.map(\.by) == ["venue"])
    #expect(trader.stage.trader.book.cash == .zero)
  }

  @Test func `what is left below the minimum is refused at the fill`() throws {
    var trader = StageDriver(
      try configuration(capital: 100, size: "fixed_notional:100", perSymbol: 2, minNotional: 20))
    try trader.step(
      0, [.bar(10, 10), .bar(10, 10, "ETHUSDT")],
      [.init(direction: .rise), .init(symbol: "ETHUSDT", direction: .rise)])
    // The first takes all the cash, so the second is refused at the decision.
    #expect(trader.refusals.map(\.reason) == ["free_cash"])
    #expect(trader.refusals.map(\.subject) == [.signal(detector: "test")])
  }

  @Test func `the smallest notional is asked for again only of what is cut`() throws {
    var whole = StageDriver(
      try configuration(capital: 1_000, size: "fixed_notional:100", minNotional: 100))
    try whole.step(0, [.bar(10, 10)], [.init(direction: .rise)])
    try whole.step(1, [.bar(7, 7)])
    #expect(whole.fills.map(\.quantity) == [10], "70 of 100, and nothing is cut")
    // At 21 the cash pays 4.76190476, which is 99.99999996.
    var cut = StageDriver(
      try configuration(capital: 100, size: "fixed_notional:100", minNotional: 100))
    try cut.step(0, [.bar(10, 10)], [.init(direction: .rise)])
    try cut.step(1, [.bar(21, 21)])
    #expect(cut.fills.isEmpty)
    #expect(cut.refusals.map(\.reason) == ["free_cash"])
  }

  @Test func `an entry pays its fee in full, an exit no more than it brings`() throws {
    let costs = try Costs(slippage: .zero, makerFee: 0.001, takerFee: 0.001)
    let dust = (0.5 as Price) * Quantity(units: 1)
    #expect(costs.fee(on: dust, .taker) == Price(units: 1))
    #expect(costs.exitFee(on: dust) == .zero)
    let small = (0.5 as Price) * Quantity(units: 3)
    #expect(costs.exitFee(on: small) == Price(units: 1))
  }

  @Test func `what fills at the open of a tick bar happened before the bar ended`() throws {
    var trader = StageDriver(try configuration(exits: ["time:max_bars=1"]))
    func bar(_ open: Price, _ close: Price) -> StageDriver.Quote {
      .init(
        interval: "7t", open: open, high: max(open, close), low: min(open, close), close: close)
    }
    try trader.step(0, [bar(10, 10)], [.init(direction: .rise)])
    try trader.step(1, [bar(10, 11)])
    try trader.step(2, [bar(11, 12)])
    // At the close of the bar before, which is the latest that is known before the open.
    #expect(trader.fills.map(\.at) == [StageDriver.time(0), StageDriver.time(1)])
  }

  @Test func `orders that wait at the end are refused, positions stay open`() throws {
    var trader = StageDriver(try configuration(exits: ["time:max_bars=1"]))
    try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    try trader.step(1, [.bar(100, 100)])
    try trader.finish()
    #expect(trader.refusals.map(\.reason) == ["end_of_data"])
    #expect(trader.stage.trader.book.positions.count == 1)
    #expect(trader.equities.last?.equity.openPositions == 1)
  }

  @Test func `close at end closes at the last close`() throws {
    var trader = StageDriver(try configuration(closeAtEnd: true))
    try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    try trader.step(1, [.bar(100, 110)])
    try trader.finish()
    #expect(trader.fills.last?.price == 110)
    #expect(trader.positions.last?.closing?.exitReason == "close_at_end")
    #expect(trader.equities.last?.equity.equity == 10_100)
  }

  @Test func `an exit is decided at the first close that the position lived through`() throws {
    var nextOpen = StageDriver(try configuration(exits: ["time:max_bars=1"]))
    try nextOpen.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    try nextOpen.step(1, [.bar(100, 100)])
    #expect(nextOpen.orders.map(\.intent) == [.enter, .exit])
    var atClose = StageDriver(try configuration(fill: .close, exits: ["time:max_bars=1"]))
    try atClose.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    #expect(atClose.orders.map(\.intent) == [.enter])
    try atClose.step(1, [.bar(100, 100)])
    #expect(atClose.orders.map(\.intent) == [.enter, .exit])
    #expect(atClose.positions.last?.closing?.bars == 1)
  }

  @Test func `two bars of one interval too many name both`() throws {
    var trader = StageDriver(try configuration())
    try trader.step(0, [.bar(100, 100)])
    #expect(throws: StageError.self) {
      try trader.step(1, [.init(interval: "5m", open: 1, high: 1, low: 1, close: 1)])
    }
  }
}
