import SFCore
import SFStrategy
import SFTestSupport
import Testing

@Suite struct VolatilityExitTests {
  @Test(
    arguments: [
      ("", "long 100/2 | 101/9 105.99999999/9 106/9!"),  // of the range at the entry
      ("", "long 100/2 | 97.00000001/0.1 97/0.1!"),
      ("", "long 100/2 | 120/2!"),  // gapped through the target
      ("", "long 100/2 | 80/2!"),
      ("", "short 100/2 | 94.00000001/2 94/2!"),
      ("", "short 100/2 | 102.99999999/2 103/2!"),
      ("", "long 100/2 | 101/2 99/2 101/2 99/2"),  // choppy
      ("tp_atr_mult=none", "long 100/2 | 200/2 97/2!"),
      ("sl_atr_mult=none", "long 100/2 | 1/2 106/2!"),
      ("levels=rolling", "long 100/2 | 104/2 103/1!"),  // 3 × 1
      ("levels=rolling", "long 100/2 | 98.6/1 98.5/1!"),
      ("levels=rolling", "long 100/2 | 97.01/_ 97/_!"),  // the last value is kept
      ("levels=rolling", "short 100/2 | 97.01/1 97/1!"),
    ])
  func `closes on the marked bar and on no other`(values: String, text: String) throws {
    let script = ExitScript(text)
    let spec = values.isEmpty ? "volatility" : "volatility:\(values)"
    #expect(try script.run(spec: spec) == script.exitIndex, "\(text)")
  }

  @Test(arguments: Direction.allCases, ["entry", "rolling"])
  func `agrees with the definition on random walks`(direction: Direction, levels: String) throws {
    let position = ExitScript("\(direction.rawValue) 100 | 1").position
    for seed in 0..<300 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let spec = "volatility:tp_atr_mult=2,sl_atr_mult=1.3,levels=\(levels)"
      var rule = try exitCatalog.make(spec).0
      rule.bind([0])
      let first = [Double.random(in: 0.5...2, using: &random)]
      #expect(rule.prepare(first.span) == nil)
      var ranges = first
      for market in randomWalk(100, seed: seed) {
        let row = [
          UInt8.random(in: 0..<3, using: &random) == 0
            ? Double.nan : Double.random(in: 0.5...2, using: &random)
        ]
        ranges += row.filter { !$0.isNaN }
        let range = levels == "entry" ? ranges[0] : ranges[ranges.count - 1]
        let gain = direction.sign * (market.bar.close.units - 10_000_000_000)
        let due =
          gain >= Int64((2 * range * 1e8).rounded(.toNearestOrEven))
          ? "volatility.take_profit"
          : gain <= -Int64((1.3 * range * 1e8).rounded(.toNearestOrEven))
            ? "volatility.stop_loss" : nil
        #expect(rule.update(market, row.span, for: position)?.rawValue == due, "seed \(seed)")
      }
    }
  }

  @Test(arguments: [
    "volatility:0", "volatility:1,-1", "volatility:none,none", "volatility:levels=x",
  ])
  func `rejects a configuration that it cannot honor`(spec: String) {
    #expect(throws: ConfigurationError.self) { try exitCatalog.make(spec) }
  }
}
