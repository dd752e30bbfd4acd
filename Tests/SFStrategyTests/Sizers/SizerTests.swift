import SFCore
import SFStrategy
import SFTestSupport
import Testing

@Suite struct SizerTests {
  private func notional(_ spec: String, equity: Money) throws -> Price? {
    let sizer = try #require(try sizerCatalog.make(spec).0 as? any Sizer)
    let signal = Signal(series: 0, detector: "test", direction: .rise)
    let row: [Double] = []
    return sizer.notional(SizingContext(equity: equity, signal: signal), row.span)
  }

  @Test func `a fraction of equity, to the nearest eighth decimal, ties to even`() throws {
    #expect(try notional("fixed_fraction:0.1", equity: Money(1_000 as Price)) == 100)
    // 0.1 × 0.00000005 = 0.000000005: between 0 and 1 unit; 0.00000015: between 1 and 2.
    #expect(try notional("fixed_fraction:0.1", equity: Money("0.00000005" as Price)) == 0)
    #expect(
      try notional("fixed_fraction:0.1", equity: Money("0.00000015" as Price)) == "0.00000002")
    #expect(
      try notional("fixed_fraction:0.1", equity: Money("0.00000025" as Price)) == "0.00000002")
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
    #expect(try notional("fixed_notional:250.5", equity: Money(1 as Price)) == "250.5")
  }

  @Test(arguments: ["fixed_fraction:0", "fixed_fraction:-1", "fixed_notional:0", "fixed_notional"])
  func `rejects a configuration that it cannot honor`(spec: String) {
    #expect(throws: ConfigurationError.self) { try sizerCatalog.make(spec) }
  }
}
