import SFCore
import SFStrategy
import SFTestSupport
import Testing

@Suite struct TakeProfitStopLossExitTests {
  @Test(
    arguments: [
      "long  100 | 101 102.99999999 103!",
      "long  100 | 99 98.50000001 98.5!",  // equality triggers
      "long  100 | 110!",  // gapped through the target
      "long  100 | 50!",
      "long  100 | 101 100 99 101",
      "short 100 | 99 97.00000001 97!",
      "short 100 | 101 101.49999999 101.5!",
      "long  0.0103 | 0.010608 0.010609!",  // 3 % of 0.0103 is 0.000309, exactly
    ].map(ExitScript.init))
  func `closes on the marked bar and on no other`(script: ExitScript) throws {
    var rule = try TakeProfitStopLossExit(takeProfitPct: 0.03, stopLossPct: 0.015)
    #expect(script.run { rule.update($0, for: $1) != nil } == script.exitIndex)
  }

  /// Recomputes each decision from the exact levels in hundredths.
  @Test(arguments: Direction.allCases)
  func `agrees with the definition on random walks`(direction: Direction) throws {
    let position = Position(entryPrice: 100, direction)
    for seed in 0..<300 as Range<UInt64> {
      var rule = try TakeProfitStopLossExit(takeProfitPct: 0.03, stopLossPct: 0.015)
      for market in randomWalk(100, seed: seed) {
        let gain = direction.sign * (market.bar.close.units - 10_000_000_000)
        let due =
          gain >= 300_000_000
          ? "tp_sl.take_profit" : gain <= -150_000_000 ? "tp_sl.stop_loss" : nil
        #expect(rule.update(market, for: position)?.rawValue == due, "seed \(seed)")
      }
    }
  }

  @Test func `a level that is none is never met`() throws {
    var rule = try TakeProfitStopLossExit(takeProfitPct: nil, stopLossPct: 0.015)
    let script = ExitScript("long 100 | 200 300 98.5!")
    #expect(script.run { rule.update($0, for: $1) != nil } == script.exitIndex)
  }

  @Test(arguments: ["tp_sl:0,0.01", "tp_sl:0.01,-0.01", "tp_sl:none,none"])
  func `rejects a configuration that it cannot honor`(spec: String) {
    #expect(throws: ConfigurationError.self) { try exitCatalog.make(spec) }
  }
}
