import SFCore
import SFEngine
import SFStrategy
import SFTestSupport
import Testing

/// What is said on request: the chain of answers, and the metrics of the strategy.
@Suite struct ExplainTests {
  private func rules() throws -> EntryRules {
    EntryRules(
      aggregator: try aggregatorCatalog.make("any").0,
      filters: EntryFilters([
        .init(try filterCatalog.make("cooldown:bars=2").0)
      ]), caps: Caps(position: 0.05))
  }

  @Test func `an order and a refusal tell the whole chain, and only when asked`() throws {
    for isAsked in [true, false] {
      var trader = StageDriver(
        try configuration(
          fill: .close, size: "fixed_fraction:0.1", entries: try rules(),
          exits: ["time:max_bars=1"], explains: isAsked))
      try trader.step(0, [.bar(100, 100)], [.init(direction: .rise, probability: 0.6)])
      try trader.step(1, [.bar(100, 99)], [.init(direction: .rise)])
      let texts = [trader.orders[0].explain, trader.refusals.last?.explain]
      let expected = [
        "any of test rise strength=1 probability=0.6; cooldown bars=?: yes; "
          + "fixed_fraction equity=10000; notional=1000.0; max_position_pct: cut to 5.0; check: yes",
        "any of test rise strength=1; cooldown bars=0: no, after_loss",
      ]
      #expect(texts == (isAsked ? expected : [nil, nil]))
    }
  }

  @Test func `metrics of the book and of each detector, when they change`() throws {
    var trader = StageDriver(
      try configuration(fill: .close, fee: 0, exits: ["time:max_bars=1"], writesMetrics: true))
    try trader.step(0, [.bar(100, 100)], [.init(direction: .rise)])
    try trader.step(1, [.bar(100, 110)])
    try trader.step(2, [.bar(110, 100)], [.init(direction: .rise)])
    try trader.step(3, [.bar(100, 100)])
    try trader.step(4, [.bar(100, 100)])
    let lines = trader.metrics
    #expect(lines.map(\.detector) == [nil, nil, "test", nil, nil, "test"])
    #expect(lines.map(\.roundTrips) == [0, 1, 1, 1, 2, 2])
    #expect(lines.map(\.winRate) == [nil, 1, 1, 1, 0.5, 0.5])
    #expect(lines[1].book?.equity == 10_100)
    #expect(lines[2].book == nil)
    #expect(lines[2].averageReturn == 0.1)
    #expect(lines[3].book?.openPositions == 1)
    #expect(lines[1].profitFactor == nil, "nothing was lost")
  }
}
