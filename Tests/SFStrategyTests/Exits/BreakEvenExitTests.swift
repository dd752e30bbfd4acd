import SFCore
import SFStrategy
import SFTestSupport
import Testing

@Suite struct BreakEvenExitTests {
  @Test(
    arguments: [
      "long  100 | 101 102.5 101 100.05!",  // armed at 102.5, gave it back
      "long  100 | 102 99!",  // armed exactly at its level, then gapped through the entry
      "long  100 | 101.99999999 100 99 95",  // never armed: not this rule's loss
      "long  100 | 103 102 101 100.10000001",  // armed, still in profit
      "long  100 | 103 100.1!",  // what is left is the buffer
      "long  100 | 100 100 100",
      "short 100 | 99 97.5 99 99.95!",
      "short 100 | 98 99.9!",
      "short 100 | 98.00000001 101",
    ])
  func `closes on the marked bar and on no other`(text: String) throws {
    let script = ExitScript(text)
    #expect(try script.run(spec: "break_even:0.02,0.001") == script.exitIndex, "\(text)")
  }

  /// Recomputes each decision from the whole path.
  @Test(arguments: Direction.allCases)
  func `agrees with the definition on random walks`(direction: Direction) throws {
    let position = ExitScript("\(direction.rawValue) 100 | 1").position
    for seed in 0..<300 as Range<UInt64> {
      var rule = try BreakEvenExit(triggerPct: 0.02, bufferPct: 0.001)
      var gains: [Int64] = []
      for market in randomWalk(100, seed: seed) {
        gains.append(direction.sign * (market.bar.close.units - 10_000_000_000))
        let isDue =
          gains.contains { $0 >= 200_000_000 } && gains[gains.count - 1] <= 10_000_000
        #expect((rule.update(market, for: position) != nil) == isDue, "seed \(seed)")
      }
    }
  }

  @Test(arguments: ["break_even:0.02,-0.001", "break_even:0.02,0.02", "break_even:0.01,0.02"])
  func `rejects a configuration that it cannot honor`(spec: String) {
    #expect(throws: ConfigurationError.self) { try exitCatalog.make(spec) }
  }
}
