import SFCore
import SFEngine
import SFStrategy
import SFTestSupport
import Testing

@Suite struct IntrabarTests {
  private func trader(_ exits: [String], slippage: Ratio = 0, short: Bool = true) throws
    -> StageDriver
  {
    StageDriver(
      try configuration(
        slippage: slippage, orders: orders(.intrabar), exits: exits, allowShort: short,
        explains: true, writesMemory: true),
      columns: ["atr_14"])
  }

  @Test func `an intrabar exit writes its order, then its fill, at the level`() throws {
    var trader = try trader(["tp_sl:0.03,0.015"], slippage: 0.01)
    try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    try trader.step(1, [.ohlc("100 103 99.5 103")])
    // 101 × 0.985 = 99.485, exact and unrounded, less 1 %.
    try trader.step(2, [.ohlc("103 103.5 99.485 100")])
    #expect(trader.orders.map(\.intent) == [.enter, .exit])
    #expect(trader.fills.map(\.price) == [101, "98.49015"])
    #expect(trader.fills[1].at == StageDriver.time(2))
    #expect(trader.orders[1].reference == 103)
    #expect(trader.orders[1].reason == "tp_sl.stop_loss")
    #expect(trader.positions.last?.closing?.bars == 2)
  }

  @Test func `a bar that opens beyond a level fills at its open`() throws {
    var trader = try trader(["tp_sl:0.03,0.015"])
    try trader.step(0, [.bar(100, 100)], [.init(direction: .fall)])
    try trader.step(1, [.bar(100, 100)])
    try trader.step(2, [.ohlc("96 110 95 100")])
    #expect(trader.fills.map(\.price) == [100, 96])
    #expect(trader.fills[1].at == StageDriver.time(1))
    #expect(trader.orders[1].reason == "tp_sl.take_profit")
    #expect(trader.positions.last?.closing?.bars == 1)
  }

  @Test func `the level is that of the mark before: the bar's own high moves no peak in it`() throws
  {
    var trader = try trader(["trailing_stop:0.1"])
    try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    // A peak of 120 would put the stop at 108; it is at 90.
    try trader.step(1, [.ohlc("100 120 91 110")])
    #expect(trader.fills.count == 1)
    try trader.step(2, [.ohlc("110 130 108 110")])
    #expect(trader.fills.map(\.price) == [100, 108])
  }

  @Test func `a range is that of the mark before, first that of the decision`() throws {
    var trader = try trader(["volatility:tp_atr_mult=none,sl_atr_mult=1,levels=rolling"])
    func bar(_ text: String, _ range: Double) throws -> StageDriver.Quote {
      var bar = try StageDriver.Quote.ohlc(text)
      bar.values = [range]
      return bar
    }
    try trader.step(0, [bar("100 100 100 100", 5)], [.init(direction: .rise)])
    try trader.step(1, [bar("100 100 95.01 100", 1)])
    #expect(trader.fills.count == 1)
    try trader.step(2, [bar("100 100 99.01 100", 9)])
    #expect(trader.fills.count == 1)
    try trader.step(3, [bar("100 100 91 100", .nan)])
    #expect(trader.fills.map(\.price) == [100, 91])
  }

  @Test func `other rules close at the close, and the levels there are none of theirs`() throws {
    var trader = try trader(["tp_sl:0.03,0.015", "time:2"])
    try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    try trader.step(1, [.ohlc("100 101 99 101")])
    try trader.step(2, [.ohlc("101 102 100 102")])
    #expect(trader.orders.map(\.reason) == ["test", "time"])
    try trader.step(3, [.ohlc("110 120 50 60")])
    #expect(trader.fills.map(\.price) == [100, 110], "it closes at the open that it waits for")
    #expect(trader.positions.filter { $0.status == .closed }.count == 1)
  }

  @Test func `no level is met in a bar in which nothing was traded`() throws {
    var trader = try trader(["tp_sl:0.03,0.015"])
    try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    try trader.step(1, [.bar(100, 100)])
    try trader.step(2, [.ohlc("90 90 90 90 0")])
    #expect(trader.fills.count == 1)
    try trader.step(3, [.ohlc("91 92 90 91 5")])
    #expect(trader.fills.map(\.price) == [100, 91])
  }

  @Test func `says which rule, at which level, and what the others said`() throws {
    var trader = try trader(["time:9", "tp_sl:0.03,0.015", "trailing_stop:0.2"])
    try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    try trader.step(1, [.ohlc("100 101 99 101")])
    try trader.step(2, [.ohlc("101 102 98 99")])
    #expect(
      trader.orders.last?.explain
        == "met 98.5: time no; tp_sl yes (target 103.0, stop 98.5); trailing_stop no (stop 80.8)")
    #expect(trader.positions.last?.meta == [.init(name: "trailing_stop.peak", value: 101)])
  }
}
