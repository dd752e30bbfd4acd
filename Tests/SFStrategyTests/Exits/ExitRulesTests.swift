import SFCore
import SFStrategy
import SFTestSupport
import Testing

@Suite struct ExitRulesTests {
  private func rules(
    _ specs: [String], _ mode: ExitRules.Mode = .firstTriggered
  ) throws -> ExitRules {
    var rules: [any ExitRule] = []
    var priorities: [Int?] = []
    for spec in specs {
      let (rule, arguments) = try exitCatalog.make(spec)
      rules.append(rule)
      priorities.append(arguments.optionalInteger("priority"))
    }
    return ExitRules(rules, mode: mode, priorities: priorities)
  }

  @Test(
    arguments: [
      (["signal", "tp_sl:none,0.01"], ExitRules.Mode.firstTriggered, "signal"),
      (["tp_sl:none,0.01", "signal"], .firstTriggered, "tp_sl.stop_loss"),
      // Priorities count in one mode only; a rule without one has its place, from 1.
      (["signal:priority=9", "tp_sl:none,0.01,priority=3"], .firstTriggered, "signal"),
      (["signal:priority=9", "tp_sl:none,0.01,priority=3"], .highestPriority, "tp_sl.stop_loss"),
      (["signal", "time:1", "tp_sl:none,0.01,priority=0"], .highestPriority, "tp_sl.stop_loss"),
      (["signal", "time:1", "tp_sl:none,0.01,priority=1"], .highestPriority, "signal"),
      (["tp_sl:none,0.5", "time:1,priority=7", "signal:priority=7"], .highestPriority, "time"),
    ])
  func `one of the rules that close is the reason`(
    specs: [String], mode: ExitRules.Mode, reason: String
  ) throws {
    let script = ExitScript("long 100 | 97v!")
    var rules = try rules(specs, mode)
    let position = script.position
    var lived = position
    lived.live(through: script.markets[0].bar)
    #expect(rules.update(script.markets[0], for: lived)?.rawValue == reason)
  }

  @Test func `every rule sees every bar, also behind one that closes`() throws {
    // The second rule has its peak at 110, which the first one did not let it miss.
    var rules = try rules(["signal", "trailing_stop:trail_pct=0.05"])
    let script = ExitScript("long 100 | 110v 104.5")
    let reasons = script.markets.map { rules.update($0, for: script.position)?.rawValue }
    #expect(reasons == ["signal", "trailing_stop"])
  }

  @Test(arguments: Direction.allCases)
  func `says the first price that closes`(direction: Direction) throws {
    // The levels lie between two prices.
    let specs = ["tp_sl:0.03333333,0.01511111", "tp_sl:none,0.00001991"]
    let position = Position(entryPrice: 99.99999999, direction)
    let levels = try rules(specs + ["time:5"]).levels(for: position)
    #expect(
      levels.map(\.name) == ["tp_sl.take_profit", "tp_sl.stop_loss", "tp_sl_2.stop_loss"])
    for (level, spec) in zip(levels, [specs[0], specs[0], specs[1]]) {
      let isAbove = level.name.hasSuffix("take_profit") == (direction == .long)
      let short = level.price.units + (isAbove ? -1 : 1)
      for (price, closes) in [(level.price, true), (Price(units: short), false)] {
        let bar = Bar(
          series: 0, open: price, high: price, low: price, close: price, volume: nil)
        let meeting = try rules([spec]).meet(bar, for: position)
        #expect((meeting != nil) == closes, "\(level.name) at \(price)")
      }
    }
  }

  @Test func `names what its rules remember`() throws {
    var rules = try rules(["trailing_stop:0.05", "trailing_stop:0.1", "break_even", "time"])
    let script = ExitScript("long 100 | 110")
    _ = rules.update(script.markets[0], for: script.position)
    #expect(
      rules.memory.map(\.name) == [
        "trailing_stop.peak", "trailing_stop_2.peak", "break_even.armed",
      ])
    #expect(rules.memory.map(\.value) == [110, 110, 1])
  }

  @Test func `every rule of the catalog survives being checkpointed`() throws {
    for seed in 0..<50 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      for member in exitCatalog.members {
        var plain = try rules([member.kind])
        var columns = ColumnTable()
        _ = columns.add("atr_14")
        try plain.bind(Header(), columns)
        let first = [0.7]
        #expect(plain.prepare(first.span) == nil)
        var resumed = plain
        var position = ExitScript("long 100 | 1").position
        for market in randomWalk(80, seed: seed) {
          position.live(through: market.bar)
          let row = [UInt8.random(in: 0..<3, using: &random) == 0 ? Double.nan : 0.9]
          resumed = try Checkpoint.resumed(resumed)
          let expected = plain.update(market, row.span, for: position)
          #expect(
            resumed.update(market, row.span, for: position) == expected,
            "\(member.kind), seed \(seed)")
        }
      }
    }
  }
}
