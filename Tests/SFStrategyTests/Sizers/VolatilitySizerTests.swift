import SFCore
import SFStrategy
import SFTestSupport
import Testing

/// The sizers that read one column of the bar: `volatility_target` and `atr_risk`.
@Suite struct VolatilitySizerTests {
  private let hourly = 365.0 * 24

  @Test func `a year's deviation is what was wanted`() throws {
    let sizer = try sizer("volatility_target:annual=0.2")
    let sized = sizer.size(equity: Money(10_000 as Price), barsPerYear: hourly, row: [0.005])
    #expect(sized == .success("4273.73843171"))
    #expect(
      sizer.size(equity: Money(10_000 as Price), barsPerYear: hourly, row: [0.0005])
        == .success(10_000), "never more than max_fraction")
  }

  @Test func `several positions share the deviation as if they were independent`() throws {
    let four = try sizer("volatility_target:positions=4,max_fraction=9")
    let one = try sizer("volatility_target:max_fraction=9")
    let equity = Money(10_000 as Price)
    let (a, b) = (
      try four.size(equity: equity, barsPerYear: hourly, row: [0.01]).get(),
      try one.size(equity: equity, barsPerYear: hourly, row: [0.01]).get()
    )
    #expect((2 * a.units - b.units).magnitude <= 1)
  }

  @Test func `the loss at the stop is the part of equity that is risked`() throws {
    let sizer = try sizer("atr_risk")
    let sized = sizer.size(equity: Money(10_000 as Price), close: 100, row: [2])
    #expect(sized == .success("3333.33333333"))
  }

  @Test(arguments: ["volatility_target", "atr_risk"])
  func `nothing known is a refusal, and so is no volatility`(spec: String) throws {
    let sizer = try sizer(spec)
    let column = sizer.needs[0].name
    let equity = Money(10_000 as Price)
    #expect(
      sizer.size(equity: equity, close: 100, barsPerYear: hourly, row: [.nan])
        == .failure(.missing(column)))
    #expect(
      sizer.size(equity: equity, close: 100, barsPerYear: hourly, row: [0])
        == .failure(.zero(column)))
  }

  @Test func `they read a fraction and a price, nothing else`() throws {
    #expect(try sizer("volatility_target").needs == [ColumnNeed("ret_std_20", .fraction)])
    #expect(try sizer("atr_risk:atr=atr_7").needs == [ColumnNeed("atr_7", .price)])
    #expect(try sizer("risk_parity").needs == [ColumnNeed("ret_std_20", .fraction)])
  }

  /// From the definitions, in another order of operations.
  @Test func `agree with the definitions on random inputs`() throws {
    for seed in 0..<500 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let equity = Money(Price(units: Int64.random(in: 1...10_000_000_000_000, using: &random)))
      let close = Price(units: Int64.random(in: 1_000_000...10_000_000_000, using: &random))
      let vol = Double.random(in: 0.0001...0.2, using: &random)
      let atr = close.double * vol
      let target = try sizer("volatility_target:annual=0.3,positions=3,max_fraction=2")
        .size(equity: equity, barsPerYear: 8_760, row: [vol]).get()
      let wanted = equity.double * min(2, 0.3 / (vol * 8_760.squareRoot() * 3.squareRoot()))
      #expect((target.double - wanted).magnitude <= 1e-8 + wanted * 1e-12, "seed \(seed)")
      let risked = try sizer("atr_risk:0.02,2").size(equity: equity, close: close, row: [atr]).get()
      let distance = (2 * atr * 1e8).rounded(.toNearestOrEven) / 1e8
      let atStop = equity.double * 0.02 * close.double / distance
      #expect((risked.double - atStop).magnitude <= 1e-8 + atStop * 1e-12, "seed \(seed)")
    }
  }
}
