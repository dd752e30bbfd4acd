import SFBroker
import SFCore
import SFEngine
import SFStrategy
import SFTestSupport
import Testing

/// Exits that read columns: what a stream lacks is said, and never waited for.
@Suite struct ColumnTests {
  @Test(arguments: ["volatility", "trailing_stop:trail_atr_mult=2"])
  func `an exit fed by a range that nobody supplies is refused at the start`(exit: String) throws {
    var trader = StageDriver(try configuration(exits: [exit]), columns: ["sma_20"])
    let error = #expect(throws: StageError.self) { try trader.step(0, [.bar(10, 10)]) }
    #expect(error?.exitStatus == .configuration)
    #expect(error?.help == "add it: sf-features atr:14")
  }

  @Test func `an entry while the range is missing is refused by its exit`() throws {
    var trader = StageDriver(
      try configuration(exits: ["time:5", "volatility"]), columns: ["atr_14"])
    try trader.step(0, [.bar(10, 10)], [.init(direction: .rise)])
    #expect(trader.orders.isEmpty)
    #expect(trader.refusals.map(\.by) == ["volatility"])
    #expect(trader.refusals.map(\.reason) == ["atr_14 is missing"])
  }

  @Test func `an exit fed by a range closes`() throws {
    var trader = StageDriver(
      try configuration(fill: .close, exits: ["volatility"]), columns: ["atr_14"])
    var bar = StageDriver.Quote.bar(100, 100)
    bar.values = [2]
    try trader.step(0, [bar], [.init(direction: .rise)])
    try trader.step(1, [.bar(100, 97)])
    #expect(trader.orders.map(\.reason) == ["test", "volatility.stop_loss"])
  }

  @Test func `a stage reads features only when a rule does`() throws {
    #expect(!TradingStage(try configuration(exits: ["tp_sl"])).reads.contains(.features))
    #expect(TradingStage(try configuration(exits: ["volatility"])).reads.contains(.features))
  }

  @Test func `two exit rules close one position once`() throws {
    for fill in FillModel.allCases {
      var trader = StageDriver(
        try configuration(fill: fill, exits: ["tp_sl:0.01,0.01", "trailing_stop:0.01", "time:1"]))
      try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
      for minute in 1...4 { try trader.step(minute, [.bar(90, 90)]) }
      #expect(trader.orders.count { $0.intent == .exit } == 1)
      #expect(trader.fills.count == 2)
      #expect(trader.positions.count { $0.status == .closed } == 1)
    }
  }
}
