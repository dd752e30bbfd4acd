import SFCore
import SFStrategy
import SFTestSupport
import Testing

/// The sizer that a spec names, bound to the first columns.
func sizer(_ spec: String) throws -> any Sizer {
  var sizer = try sizerCatalog.make(spec).0
  sizer.bind(Array(sizer.needs.indices))
  return sizer
}

extension Sizer {
  /// The notional, or the reason of the refusal.
  func size(_ context: SizingContext, row: [Double] = []) -> Result<Price, NoSize> {
    do throws(NoSize) {
      return .success(try notional(context, row.span))
    } catch {
      return .failure(error)
    }
  }

  func size(
    equity: Money, strength: Double = 1, probability: Double? = nil, close: Price = 1,
    barsPerYear: Double = .nan, row: [Double] = []
  ) -> Result<Price, NoSize> {
    let signal = Signal(
      series: 0, detector: "test", direction: .rise, strength: strength, probability: probability)
    let context = SizingContext(
      equity: equity, signal: signal, close: close, barsPerYear: barsPerYear)
    return size(context, row: row)
  }
}

@Suite struct SizerTests {
  private func notional(_ spec: String, equity: Money) throws -> Result<Price, NoSize> {
    try sizer(spec).size(equity: equity)
  }

  @Test func `a fraction of equity, to the nearest eighth decimal, ties to even`() throws {
    #expect(try notional("fixed_fraction:0.1", equity: Money(1_000 as Price)) == .success(100))
    // 0.1 × 0.00000005 = 0.000000005: between 0 and 1 unit; 0.00000015: between 1 and 2.
    #expect(
      try notional("fixed_fraction:0.1", equity: Money("0.00000005" as Price)) == .success(0))
    #expect(
      try notional("fixed_fraction:0.1", equity: Money("0.00000015" as Price))
        == .success("0.00000002"))
    #expect(
      try notional("fixed_fraction:0.1", equity: Money("0.00000025" as Price))
        == .success("0.00000002"))
  }

  @Test func `agrees with exact fractions`() throws {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<2_000 {
      let units = Int128(Int64.random(in: 1...Int64.max, using: &random))
      let ratio = Ratio(units: Int64.random(in: 1...300_000_000, using: &random))
      let exact = units * Int128(ratio.units)
      let unit: Int128 = 10_000_000_000_000_000
      let sized = try #require(Money(units: units).fraction(ratio))
      let error = (Int128(sized.units) * unit - exact).magnitude
      #expect(error * 2 <= unit.magnitude)
    }
  }

  @Test func `the same amount each time`() throws {
    #expect(
      try notional("fixed_notional:250.5", equity: Money(1 as Price)) == .success("250.5"))
  }

  @Test(
    arguments: [
      ("signal_strength:0.1", 1.0, 0.6, "60.0"),  // the probability comes first
      ("signal_strength:0.1", 0.4, nil, "40.0"),
      ("signal_strength:0.1", 7, nil, "100.0"),  // strength is clamped
      ("signal_strength:0.1", .nan, nil, "100.0"),  // and 1 where there is none
    ] as [(String, Double, Double?, String)])
  func `a signal that is surer gets more`(
    spec: String, strength: Double, probability: Double?, notional: String
  ) throws {
    let sized = try sizer(spec).size(
      equity: Money(1_000 as Price), strength: strength, probability: probability)
    #expect(sized == .success(Price(stringLiteral: notional)))
  }

  @Test(arguments: [(-3.0, nil), (0.0, nil), (1.0, 0.0)] as [(Double, Double?)])
  func `a signal without strength is refused`(strength: Double, probability: Double?) throws {
    let sized = try sizer("signal_strength").size(
      equity: Money(1_000 as Price), strength: strength, probability: probability)
    #expect(sized == .failure(NoSize("no_strength")))
  }

  @Test(
    arguments: [
      "fixed_fraction:0", "fixed_fraction:-1", "fixed_notional:0", "fixed_notional",
      "signal_strength:0", "atr_risk:risk_pct=0", "atr_risk:sl_atr_mult=-1",
      "volatility_target:annual=0", "volatility_target:positions=0",
      "volatility_target:max_fraction=0", "kelly:fraction=0", "kelly:min_fraction=0.3",
      "kelly:min_fraction=-0.1", "kelly:window=29", "kelly:payoff=0", "kelly:fallback_fraction=0",
      "risk_parity:target_positions=0", "risk_parity:method=equal", "risk_parity:window=1",
    ])
  func `rejects a configuration that it cannot honor`(spec: String) {
    #expect(throws: ConfigurationError.self) { try sizerCatalog.make(spec) }
  }
}
