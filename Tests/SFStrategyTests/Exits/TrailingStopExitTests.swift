import SFCore
import SFStrategy
import SFTestSupport
import Testing

@Suite struct TrailingStopExitTests {
  @Test(
    arguments: [
      // At or below 103 × 0.98 = 100.94.
      ("0.02", "long 100 | 101 103 101 100.95 100.94!"),
      ("0.02", "long 100 | 98.00000001 98!"),  // the peak starts at the entry
      ("0.02", "long 100 | 110 90!"),  // gapped through
      ("0.02", "long 100 | 101 102 103 104 105"),  // trending
      ("0.02", "long 100 | 101 100 101 100 101"),  // choppy
      ("0.02", "long 100 | 100 100 100 100"),  // flat
      ("0.02", "short 100 | 99 97 98.93 98.94!"),
      ("0.02", "short 100 | 101.99999999 102!"),
      ("0.02", "short 100 | 99 98 97 96"),
      ("0.02", "short 100 | 90 110!"),
      ("0.00000001", "long 0.00000003 | 0.00000003 0.00000002!"),  // levels are not rounded
      // Exactly at the activation; its close is the first peak.
      ("0.02,activation_pct=0.03", "long 100 | 102.99999999 90 80 103 100.95 100.94!"),
      ("0.02,activation_pct=0.03", "long 100 | 103 102 104 101.92!"),
      ("0.02,activation_pct=0.03", "short 100 | 97.00000001 120 97 98.93 98.94!"),
      ("trail_atr_mult=2", "long 100/1 | 103/1 101.01/1 101/1!"),
      ("trail_atr_mult=2", "long 100/1 | 103/1 101.5/2 99.01/2 99/2!"),  // not ratcheted
      ("trail_atr_mult=2", "long 100/1 | 103/_ 101.01/_ 101/_!"),  // the last value is kept
      ("trail_atr_mult=2", "short 100/1 | 97/1 98.99/1 99/1!"),
      ("trail_atr_mult=2,activation_pct=0.01", "long 100/1 | 90/1 101/0.5 100.01/0.5 100/0.5!"),
      // 1.4 × 10⁻⁸ is to the nearest 10⁻⁸.
      ("trail_atr_mult=1", "long 1/0.000000014 | 0.99999999/0.000000014!"),
    ])
  func `closes on the marked bar and on no other`(values: String, text: String) throws {
    let script = ExitScript(text)
    #expect(try script.run(spec: "trailing_stop:\(values)") == script.exitIndex, "\(text)")
  }

  /// From the whole path, in integers of 10⁻¹⁶.
  @Test(arguments: Direction.allCases, ["none", "0.01"])
  func `agrees with the definition on random walks`(
    direction: Direction, activation: String
  ) throws {
    let position = ExitScript("\(direction.rawValue) 100 | 1").position
    let sign = Int128(direction.sign)
    for seed in 0..<300 as Range<UInt64> {
      let spec = "trailing_stop:trail_pct=0.0213,activation_pct=\(activation)"
      var rule = try exitCatalog.make(spec).0
      var path = activation == "none" ? [Int128(10_000_000_000)] : []
      for market in randomWalk(100, seed: seed) {
        let close = Int128(market.bar.close.units)
        if !path.isEmpty || sign * (close - 10_000_000_000) >= 100_000_000 { path.append(close) }
        var isDue = false
        if let peak = path.max(by: { sign * $0 < sign * $1 }) {
          isDue = sign * close * 100_000_000 <= sign * peak * (100_000_000 - sign * 2_130_000)
        }
        #expect((rule.update(market, for: position) != nil) == isDue, "seed \(seed)")
      }
    }
  }

  @Test func `a distance in ranges agrees with the definition on random walks`() throws {
    for (direction, seed) in (0..<300 as Range<UInt64>).flatMap({ seed in
      Direction.allCases.map { ($0, seed) }
    }) {
      var random = SeededGenerator(seed: seed)
      let position = ExitScript("\(direction.rawValue) 100 | 1").position
      var rule = try exitCatalog.make("trailing_stop:trail_atr_mult=1.5").0
      rule.bind([0])
      let first = [1.25]
      #expect(rule.prepare(first.span) == nil)
      var (ranges, closes) = (first, [10_000_000_000 as Int64])
      for market in randomWalk(100, seed: seed) {
        let row = [
          UInt8.random(in: 0..<3, using: &random) == 0
            ? Double.nan : Double.random(in: 0.5...2, using: &random)
        ]
        closes.append(market.bar.close.units)
        ranges += row.filter { !$0.isNaN }
        let distance = Int64((1.5 * ranges[ranges.count - 1] * 1e8).rounded(.toNearestOrEven))
        let isDue =
          direction == .long
          ? closes[closes.count - 1] <= closes.max()! - distance
          : closes[closes.count - 1] >= closes.min()! + distance
        #expect((rule.update(market, row.span, for: position) != nil) == isDue, "seed \(seed)")
      }
    }
  }

  /// An exit that is fed by a column without a value would never close.
  @Test(arguments: [
    ("trailing_stop:trail_atr_mult=2", Double.nan, "atr_14 is missing"),
    ("trailing_stop:trail_atr_mult=2", 0, "atr_14 is 0"), ("volatility", .nan, "atr_14 is missing"),
    ("volatility:atr=x,levels=rolling", -1, "x is less than 0"),
  ])
  func `an entry without what its exit needs is refused`(
    spec: String, value: Double, reason: RefusalReason
  ) throws {
    var rule = try exitCatalog.make(spec).0
    #expect(rule.needs.map(\.units) == [[.price]])
    rule.bind([0])
    let row = [value]
    #expect(rule.prepare(row.span) == reason)
  }

  @Test(arguments: [
    "trailing_stop:trail_pct=0.02,trail_atr_mult=2", "trailing_stop:0", "trailing_stop:1",
    "trailing_stop:trail_atr_mult=0", "trailing_stop:activation_pct=0", "trailing_stop:trail=0.01",
  ])
  func `rejects a configuration that it cannot honor`(spec: String) {
    #expect(throws: ConfigurationError.self) { try exitCatalog.make(spec) }
  }

  @Test(arguments: [
    ("trailing_stop", "trailing_stop:trail_pct=0.02,atr=atr_14,activation_pct=none"),
    (
      "trailing_stop:trail_atr_mult=2,priority=3",
      "trailing_stop:trail_atr_mult=2,atr=atr_14,activation_pct=none,priority=3"
    ),
  ])
  func `its canonical spec reads back`(spec: String, canonical: String) throws {
    #expect(try exitCatalog.make(spec).1.canonical == canonical)
    #expect(try exitCatalog.make(canonical).1.canonical == canonical)
  }
}
