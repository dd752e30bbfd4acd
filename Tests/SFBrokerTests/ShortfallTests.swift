import SFBroker
import SFCore
import Testing

/// What fills cost against the market at their decisions, by hand.
@Suite struct ShortfallTests {
  private func seen(
    _ side: Side, _ quantity: Quantity, at price: Price, quoted: Bool = true
  ) -> Shortfall.Observation {
    Shortfall.Observation(
      side, quantity, at: price, fee: 0.1, close: 100, bid: quoted ? 99 : nil,
      ask: quoted ? 101 : nil)
  }

  private func isNear(_ cost: Shortfall.Cost, _ expected: Double) -> Bool {
    cost.basisPoints.map { abs($0 - expected) < 1e-9 } ?? false
  }

  @Test func `a buy that pays more and a sell that gets less cost`() {
    var sum = Shortfall()
    sum.add(seen(.buy, 2, at: 102))
    #expect(isNear(sum.close, 200) && isNear(sum.middle, 200))
    #expect(isNear(sum.touch, 10_000 / 101))
    sum = Shortfall()
    sum.add(seen(.sell, 2, at: 98))
    #expect(isNear(sum.close, 200) && isNear(sum.touch, 10_000 / 99))
  }

  @Test func `the larger fill counts more, and one without a quote not there`() {
    var sum = Shortfall()
    sum.add(seen(.buy, 3, at: 101))
    sum.add(seen(.sell, 1, at: 101, quoted: false))
    // 3 on 300, and -1 on 100.
    #expect(isNear(sum.close, 50) && isNear(sum.touch, 0) && isNear(sum.middle, 100))
    #expect(sum.fills == 2 && sum.notional == 404 && isNear(sum.fees, 2_000.0 / 404))
  }

  @Test func `of nothing nothing is known`() {
    let sum = Shortfall()
    #expect(sum.fills == 0 && sum.close.basisPoints == nil && sum.touch.basisPoints == nil)
  }
}
