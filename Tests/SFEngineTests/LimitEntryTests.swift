import SFBroker
import SFCore
import SFEngine
import SFStrategy
import SFTestSupport
import Testing

@Suite struct LimitEntryTests {
  private func trader(
    _ entry: String = "limit:offset_bps=100,max_bars=3", _ trigger: ExitTrigger = .close,
    fill: FillModel = .nextOpen, exits: [String] = [], capital: Price = 10_000
  ) throws -> StageDriver {
    StageDriver(
      try configuration(
        capital: capital, fill: fill, fee: 0.01, slippage: 0.05, maker: 0.001,
        size: "fixed_notional:990", orders: orders(entry: entry, trigger), exits: exits,
        allowShort: true))
  }

  /// Close 100, 1 % behind it: a buy at 99, a sell at 101.
  @Test(
    arguments: [
      (SignalDirection.rise, ["100 101 99 100"], nil),  // touching is not enough
      (.rise, ["100 101 98.99999999 100"], "99.0 inside"),
      (.rise, ["98.5 99.5 98 99"], "98.5 open"),  // better than the limit
      (.rise, ["99 100 99 100"], nil),  // opened at it
      (.rise, ["99 100 98 100"], "99.0 inside"),
      (.rise, ["100 101 99 100", "100 100 100 100", "97 98 96 97"], "97.0 open"),
      (.rise, ["100 101 99 100", "100 100 100 100", "100 100 99 100", "90 90 90 90"], nil),
      (.fall, ["100 101 99 100"], nil),
      (.fall, ["100 101.00000001 99 100"], "101.0 inside"),
      (.fall, ["103 104 102 103"], "103.0 open"),
    ])
  func `fills at a better open or beyond its limit`(
    direction: SignalDirection, bars: [String], expected: String?
  ) throws {
    for fill in FillModel.allCases {
      var trader = try trader(fill: fill)
      try trader.step(0, [.bar(100, 100)], [.init(direction: direction)])
      #expect(trader.fills.isEmpty, "it rests, also with \(fill)")
      for (index, bar) in bars.enumerated() { try trader.step(index + 1, [.ohlc(bar)]) }
      let fill = trader.fills.first
      let found = fill.map {
        "\($0.price) \($0.at == StageDriver.time(bars.count) ? "inside" : "open")"
      }
      #expect(found == expected)
      if let fill {
        #expect(fill.liquidity == .maker)
        #expect(abs(fill.fee.double - fill.price.double * fill.quantity.double * 0.001) < 1.01e-8)
      }
      #expect(trader.orders[0].kind == .limit)
      #expect(trader.orders[0].price == (direction == .rise ? 99 : 101))
    }
  }

  @Test func `expires at the mark of its last bar, and the slot is free at that mark`() throws {
    var trader = try trader()
    try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    try trader.step(1, [.bar(100, 100)], [.init(direction: .rise)])
    try trader.step(2, [.bar(100, 100)])
    #expect(trader.refusals.map(\.reason) == ["max_positions_per_symbol"])
    try trader.step(3, [.bar(100, 100)], [.init(direction: .rise)])
    #expect(trader.refusals.map(\.reason) == ["max_positions_per_symbol", "expired"])
    #expect(trader.refusals[1].subject == .order(trader.orders[0].id))
    #expect(trader.orders.count == 2)
  }

  @Test func `a limit that rests reserves its cost, fee included`() throws {
    var trader = try trader(capital: 1_000)
    try trader.step(
      0, [.bar(100, 100), .bar(100, 100, "ETHUSDT")],
      [.init(direction: .rise), .init(symbol: "ETHUSDT", direction: .rise)])
    // 9.9 at 99 with 0.1 % leave 1000 − 980.1 − 0.9801.
    #expect(trader.orders.map(\.quantity) == [9.9, Quantity("0.19091918")!])
    #expect(trader.refusals.map(\.by) == ["cash"])
  }

  @Test func `the limit is rounded against the trader`() throws {
    var trader = try trader("limit:offset_bps=1,max_bars=1")
    try trader.step(
      0, [.bar("0.00003333", "0.00003333"), .bar("0.00003333", "0.00003333", "ETHUSDT")],
      [.init(direction: .rise), .init(symbol: "ETHUSDT", direction: .fall)])
    #expect(trader.orders.map(\.price) == ["0.00003332", "0.00003334"])
  }

  @Test func `the bar in which it filled is its first`() throws {
    var trader = try trader(exits: ["time:1"])
    try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    try trader.step(1, [.ohlc("100 100 98 99.5")])
    #expect(trader.orders.map(\.intent) == [.enter, .exit])
  }

  @Test func `a position opened inside a bar meets its stop there, not its target`() throws {
    for (bar, count) in [("100 200 98 99.5", 1), ("100 200 97 150", 2)] {
      var trader = try trader(
        "limit:offset_bps=100,max_bars=3", .intrabar, exits: ["tp_sl:0.03,0.015"])
      try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
      try trader.step(1, [.ohlc(bar)])
      #expect(trader.fills.count == count, "\(bar)")
    }
  }

  @Test func `only the close of that bar moves its peak`() throws {
    var trader = try trader(
      "limit:offset_bps=100,max_bars=3", .intrabar, exits: ["trailing_stop:0.1"])
    try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    try trader.step(1, [.ohlc("100 200 98 100")])
    // The peak is 100 and not 200: a low of 91 is above 90.
    try trader.step(2, [.ohlc("100 150 91 100")])
    #expect(trader.fills.count == 1)
    // Now it is 150.
    try trader.step(3, [.ohlc("136 137 134 136")])
    #expect(trader.orders.last?.reason == "trailing_stop")
    #expect(trader.fills.last?.price == 128.25)  // 135 less 5 % slippage
  }
}
