import SFCore
import SFEngine
import SFStrategy
import SFTestSupport
import Testing

@Suite struct EntryTests {
  /// A falling signal is no long: without shorts it is a refusal.
  @Test func `a fall is refused without shorts and never traded as a long`() throws {
    var trader = StageDriver(try configuration())
    try trader.step(0, [.bar(100, 100)], [.init(direction: .fall)])
    #expect(trader.orders.isEmpty)
    #expect(trader.refusals.map(\.reason) == ["shorts not allowed"])
  }

  @Test func `a fall enters short with shorts, and gains when the price falls`() throws {
    var trader = StageDriver(try configuration(fill: .close, exits: ["tp_sl"], allowShort: true))
    try trader.step(0, [.bar(100, 100)], [.init(direction: .fall)])
    try trader.step(1, [.bar(100, 97)])
    #expect(trader.orders.map(\.side) == [.sell, .buy])
    #expect(trader.positions.last?.closing?.pnl == 30)
    #expect(trader.stage.trader.book.cash == Money(10_030 as Price))
  }

  @Test func `a short locks its proceeds and as much again`() throws {
    var trader = StageDriver(
      try configuration(
        capital: 100, fill: .close, size: "fixed_notional:1000", allowShort: true))
    try trader.step(0, [.bar(10, 10)], [.init(direction: .fall)])
    #expect(trader.fills[0].quantity == 10)
    #expect(trader.refusals.map(\.by) == ["cash"])
  }

  @Test func `an entry against an open position is refused`() throws {
    var trader = StageDriver(try configuration(fill: .close, allowShort: true, perSymbol: 5))
    try trader.step(0, [.bar(10, 10)], [.init(direction: .rise)])
    try trader.step(1, [.bar(10, 10)], [.init(direction: .fall)])
    #expect(trader.refusals.map(\.reason) == ["opposite_position"])
  }

  @Test func `slots count open positions and entries that wait`() throws {
    var trader = StageDriver(try configuration(perSymbol: 5, maxPositions: 2))
    try trader.step(
      0, [.bar(10, 10), .bar(10, 10, "ETHUSDT")],
      [
        .init(direction: .rise, detector: "a"), .init(direction: .rise, detector: "b"),
        .init(symbol: "ETHUSDT", direction: .rise),
      ])
    #expect(trader.orders.count == 2)
    #expect(trader.refusals.map(\.reason) == ["max_positions"])
    #expect(trader.refusals.map(\.symbol) == ["ETHUSDT"])
  }

  @Test func `signals come in order of symbol, then detector, whatever the order of lines`() throws
  {
    var trader = StageDriver(try configuration(perSymbol: 9))
    try trader.step(
      0, [.bar(10, 10), .bar(10, 10, "AAA")],
      [
        .init(direction: .rise, detector: "b"), .init(direction: .rise, detector: "a"),
        .init(symbol: "AAA", direction: .rise, detector: "z"),
      ])
    #expect(trader.orders.map(\.reason) == ["z", "a", "b"])
    #expect(trader.orders.map { $0.id.suffix(2) } == ["-1", "-2", "-3"])
  }

  @Test func `a signal without a bar, and one of the whole market, are refused`() throws {
    var trader = StageDriver(try configuration())
    try trader.step(
      0, [.bar(10, 10)],
      [.init(symbol: "ETHUSDT", direction: .rise), .init(symbol: .all, direction: .rise)])
    #expect(Set(trader.refusals.map(\.reason)) == ["no_bar", "market_wide"])
  }

  @Test func `the signal exit closes, and its signal is refused or traded all the same`() throws {
    var trader = StageDriver(try configuration(exits: ["signal"], allowShort: true))
    try trader.step(0, [.bar(10, 10)], [.init(direction: .rise)])
    try trader.step(1, [.bar(10, 10)], [.init(direction: .fall)])
    // A strategy that reverses does so at one open.
    try trader.step(2, [.bar(11, 11)])
    #expect(trader.fills.map(\.side) == [.buy, .sell, .sell])
    #expect(trader.fills.map(\.price) == [10, 11, 11])
    #expect(trader.positions.map(\.direction) == [.long, .long, .short])
  }
}
