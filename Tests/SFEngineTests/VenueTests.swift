import SFBroker
import SFCore
import SFEngine
import SFStrategy
import SFTestSupport
import Testing

@Suite struct VenueTests {
  private let lots = LotTable([
    .init(symbol: "BTCUSDT", lot: Lot(step: 0.01, tick: 0.5, minNotional: 50, quote: "USDT")),
    .init(symbol: "ETHBTC", lot: Lot(step: 1, tick: 1, quote: "BTC")),
  ])

  @Test func `quantities go down to the step, prices to the tick against the trader`() throws {
    var trader = StageDriver(
      try configuration(
        slippage: 0.001, orders: orders(lots: lots), exits: ["time:1"], allowShort: true))
    try trader.step(0, [.bar(30, 30)], [.init(direction: .rise)])
    try trader.step(1, [.bar(30, 30)])
    try trader.step(2, [.bar(30, 30)])
    #expect(trader.orders.map(\.quantity) == [33.33, 33.33])
    #expect(trader.fills.map(\.price) == [30.5, 29.5])
  }

  @Test func `a limit lies on a tick, a level is left to it`() throws {
    var trader = StageDriver(
      try configuration(
        orders: orders(entry: "limit:offset_bps=50,max_bars=9", .intrabar, lots: lots),
        exits: ["tp_sl:0.03,0.015"], allowShort: true))
    try trader.step(0, [.bar(100, 100)], [.init(direction: .fall)])
    #expect(trader.orders[0].price == 100.5)
    try trader.step(1, [.ohlc("100 101 100 101")])
    // 100.5 × 1.015 = 102.0075: bought at 102.5.
    try trader.step(2, [.ohlc("101 102.0075 101 101.5")])
    #expect(trader.fills.map(\.price) == [100.5, 102.5])
  }

  @Test func `an entry below the smallest of its lot is refused`() throws {
    var trader = StageDriver(
      try configuration(size: "fixed_notional:49", orders: orders(lots: lots)))
    try trader.step(0, [.bar(10, 10)], [.init(direction: .rise)])
    #expect(trader.refusals.map(\.reason) == ["min_notional"])
  }

  @Test func `cash pays down to the step`() throws {
    var trader = StageDriver(
      try configuration(capital: 100, fee: 0.01, orders: orders(lots: lots)))
    try trader.step(0, [.bar(10, 10)], [.init(direction: .rise)])
    #expect(trader.orders[0].quantity == 9.9)
  }

  @Test func `a symbol without a lot, and a second quote currency, are refused`() throws {
    for (first, second) in [("XRPUSDT", "BTCUSDT"), ("BTCUSDT", "ETHBTC")] as [(Symbol, Symbol)] {
      var trader = StageDriver(try configuration(orders: orders(lots: lots)))
      let error = #expect(throws: StageError.self) {
        try trader.step(0, [.bar(10, 10, first), .bar(10, 10, second)])
      }
      #expect(error?.exitStatus == .configuration)
    }
  }

  @Test func `an entry is at most a part of the volume of its bar`() throws {
    var trader = StageDriver(
      try configuration(
        orders: orders(participation: 0.1), exits: ["time:1"], perSymbol: 2, minNotional: 30))
    try trader.step(0, [.bar(10, 10)], [.init(direction: .rise)])
    try trader.step(1, [.ohlc("10 10 10 10 123.45678901")])
    #expect(trader.fills.map(\.quantity) == [Quantity("12.3456789")!])
    #expect(trader.refusals.map(\.reason) == ["max_participation"])
    #expect(trader.refusals[0].quantity == trader.fills[0].quantity)
    // An exit is never reduced.
    try trader.step(2, [.ohlc("10 10 10 10 0.5")], [.init(direction: .rise)])
    #expect(trader.fills.map(\.side) == [.buy, .sell])
    try trader.step(3, [.ohlc("10 10 10 10 5")])
    #expect(trader.fills.count == 2)
    #expect(trader.refusals.count == 2 && trader.refusals[1].quantity == nil)
    try trader.step(4, [.bar(10, 10)], [.init(direction: .rise)])
    #expect(throws: StageError.self) {
      var bar = try StageDriver.Quote.ohlc("10 10 10 10")
      bar.volume = nil
      try trader.step(5, [bar])
    }
  }

  @Test func `nothing fills at the market in a bar in which nothing was traded`() throws {
    var trader = StageDriver(try configuration(exits: ["time:2"]))
    try trader.step(0, [.bar(10, 10)], [.init(direction: .rise)])
    try trader.step(1, [.ohlc("11 11 11 11 0")])
    #expect(trader.fills.isEmpty)
    try trader.step(2, [.bar(12, 12)])
    try trader.step(3, [.bar(12, 12)])
    try trader.step(4, [.ohlc("13 13 13 13 0")])
    try trader.step(5, [.bar(14, 14)])
    #expect(trader.fills.map(\.price) == [12, 14])
    #expect(trader.fills[1].at == StageDriver.time(4))
  }

  @Test func `nothing fills at a close at which nothing was traded`() throws {
    var trader = StageDriver(try configuration(fill: .close, exits: ["time:1"]))
    try trader.step(0, [.ohlc("10 10 10 10 0")], [.init(direction: .rise)])
    #expect(trader.refusals.map(\.reason) == ["no_volume"])
    try trader.step(1, [.bar(10, 10)], [.init(direction: .rise)])
    try trader.step(2, [.ohlc("11 11 11 11 0")])
    #expect(trader.fills.count == 1)
    try trader.step(3, [.bar(12, 13)])
    #expect(trader.fills.map(\.price) == [10, 12])
    #expect(trader.positions.filter { $0.status == .closed }.count == 1)
  }

  @Test func `an entry whose next bar comes too late is refused`() throws {
    for (minute, reasons) in [(6, [RefusalReason]()), (7, ["max_wait"])] {
      for entry in ["market", "limit:offset_bps=0,max_bars=9"] {
        var trader = StageDriver(try configuration(orders: orders(entry: entry, maxWait: 300_000)))
        try trader.step(0, [.bar(10, 10)], [.init(direction: .rise)])
        try trader.step(minute, [.bar(10, 9)])
        #expect(trader.refusals.map(\.reason) == reasons, "\(entry)")
        #expect(trader.fills.count == 1 - reasons.count)
      }
    }
  }
}
