import SFCore
import SFStrategy
import SFTestSupport
import Testing

@Suite struct TimeExitTests {
  @Test(arguments: ["long 100 | 1 2 3! 4", "short 100 | 1 2 3!"].map(ExitScript.init))
  func `closes at the close of its last bar`(script: ExitScript) {
    var rule = TimeExit(maxBars: 3)
    #expect(script.run { rule.update($0, for: $1) != nil } == script.exitIndex)
  }

  @Test func `rejects no bars at all`() {
    #expect(throws: ConfigurationError.self) { try exitCatalog.make("time:0") }
  }
}

@Suite struct SignalExitTests {
  @Test(
    arguments: [
      "long 100 | 100^ 100 100v!", "short 100 | 100v 100 100^!", "long 100 | 100^ 100^",
    ].map(ExitScript.init))
  func `closes at a signal of the opposite direction`(script: ExitScript) {
    var rule = SignalExit()
    #expect(script.run { rule.update($0, for: $1) != nil } == script.exitIndex)
  }
}

@Suite struct ExitRulesTests {
  @Test func `every rule sees every bar and the first in the list wins`() throws {
    let script = ExitScript("long 100 | 100 97v!")
    for (rules, reason) in [
      (
        [SignalExit(), try TakeProfitStopLossExit(takeProfitPct: nil, stopLossPct: 0.01)], "signal"
      ),
      (
        [try TakeProfitStopLossExit(takeProfitPct: nil, stopLossPct: 0.01), SignalExit()],
        "tp_sl.stop_loss"
      ),
    ] as [([any ExitRule], String)] {
      var composite = ExitRules(rules)
      var reasons: [String] = []
      let index = script.run { market, position in
        let reason = composite.update(market, for: position)
        if let reason { reasons.append(reason.rawValue) }
        return reason != nil
      }
      #expect(index == script.exitIndex)
      #expect(reasons == [reason])
    }
  }

  @Test func `every rule of the catalog survives being checkpointed`() throws {
    for seed in 0..<50 as Range<UInt64> {
      for member in exitCatalog.members {
        let rule = try #require(try exitCatalog.make(member.kind).0 as? any ExitRule)
        var (plain, resumed) = (ExitRules([rule]), ExitRules([rule]))
        var position = ExitScript("long 100 | 1").position
        for market in randomWalk(80, seed: seed) {
          position.live(through: market.bar)
          resumed = try Checkpoint.resumed(resumed)
          let expected = plain.update(market, for: position)
          #expect(resumed.update(market, for: position) == expected, "\(member.kind), seed \(seed)")
        }
      }
    }
  }
}
