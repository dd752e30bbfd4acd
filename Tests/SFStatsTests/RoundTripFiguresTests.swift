import Foundation
import SFCore
import SFStats
import SFTestSupport
import Testing

@Suite struct RoundTripFiguresTests {
  private func pnls(seed: UInt64) -> [Price] {
    var generator = SeededGenerator(seed: seed)
    return (0..<Int(seed % 50)).map { _ in
      generator.next() % 5 == 0 ? 0 : Price(units: Int64(generator.next() % 2_000_001) - 1_000_000)
    }
  }

  @Test func `agree with their definitions on random round trips`() {
    for seed in 0..<300 as Range<UInt64> {
      let pnls = pnls(seed: seed)
      var (rate, factor, expectancy) = (WinRate(), ProfitFactor(), Expectancy())
      for pnl in pnls {
        rate.update(pnl)
        factor.update(pnl)
        expectancy.update(pnl)
      }
      let values = pnls.map(\.double)
      let (gains, losses) = (values.filter { $0 > 0 }, values.filter { $0 < 0 })
      let n = Double(values.count)
      #expect(isClose(rate.value, n > 0 ? Double(gains.count) / n : nil), "seed \(seed)")
      #expect(
        isClose(
          factor.value, losses.isEmpty ? nil : gains.reduce(0, +) / -losses.reduce(0, +)),
        "seed \(seed)")
      #expect(isClose(expectancy.value, n > 0 ? values.reduce(0, +) / n : nil), "seed \(seed)")
    }
  }

  @Test func `without a loss there is no profit factor`() {
    var factor = ProfitFactor()
    #expect(factor.value == nil)
    factor.update(1)
    factor.update(0)
    #expect(factor.value == nil)
    factor.update(-2)
    #expect(factor.value == 0.5)
  }

  @Test func `a round trip that brought nothing is no win`() {
    var rate = WinRate()
    #expect(rate.value == nil)
    rate.update(0)
    #expect(rate.value == 0)
    rate.update(0.00000001)
    #expect(rate.value == 0.5)
  }

  @Test func `returns are on the notional of the entry`() {
    var returns = RoundTripReturns()
    #expect(returns.best == nil && returns.worst == nil && returns.average == nil)
    returns.update(pnl: 5, entryPrice: 100, quantity: 0.5)
    returns.update(pnl: -1, entryPrice: 50, quantity: 2)
    returns.update(pnl: 1, entryPrice: 0, quantity: 2)
    #expect(isClose(returns.best, 0.1))
    #expect(isClose(returns.worst, -0.01))
    #expect(isClose(returns.average, 0.045))
  }

  @Test func `sums are exact`() {
    var sum = AmountSum()
    for _ in 0..<10 { sum.update(Price(units: .max)) }
    #expect(sum.amount == nil)
    for _ in 0..<10 { sum.update(Price(units: -.max)) }
    sum.update(0.1 as Price)
    sum.update(0.2 as Price)
    #expect(sum.amount == 0.3)
  }

  @Test func `turnover takes what leaves the range of a money`() {
    var turnover = Turnover()
    for _ in 0..<1_000 { turnover.update(Price(units: .max), Quantity(units: .max)) }
    #expect(isClose(turnover.total / 1e3, Double(Int64.max) * Double(Int64.max) / 1e16))
    #expect(turnover.value(of: 0) == nil)
  }

  @Test func `fees in other assets are counted apart`() {
    var fees = Fees()
    fees.update(0.1, asset: nil)
    fees.update(3, asset: "BNB")
    fees.update(1, asset: "ABC")
    fees.update(4, asset: "BNB")
    #expect(fees.quote.amount == 0.1)
    #expect(fees.others.map(\.asset) == ["ABC", "BNB"])
    #expect(fees.others.map(\.total.amount) == [1, 7])
  }

  @Test func `exposure counts each mark once`() {
    var exposure = Exposure()
    #expect(exposure.mean == nil && exposure.timeInMarket == nil)
    exposure.update(0, openPositions: 0)
    exposure.update(0.5, openPositions: 1)
    exposure.update(nil, openPositions: 1)
    exposure.update(1, openPositions: 2)
    #expect(isClose(exposure.mean, 0.5))
    #expect(exposure.timeInMarket == 0.75)
  }

  @Test func `a compensated sum keeps what is small`() {
    var sum = CompensatedSum()
    sum.update(1)
    for _ in 0..<1_000 { sum.update(1e-17) }
    sum.update(-1)
    #expect(isClose(sum.value * 1e14, 1))
  }

  @Test func `all survive being checkpointed`() throws {
    var (sum, fees, turnover) = (AmountSum(), Fees(), Turnover())
    for index in 1...20 {
      for _ in 0..<2 { sum.update(Price(units: .max)) }
      fees.update(Price(units: Int64(index)), asset: index % 3 == 0 ? "BNB" : nil)
      turnover.update(Price(units: Int64(index)), Quantity(units: .max))
      #expect(try copy(sum) == sum)
      #expect(try copy(fees) == fees)
      #expect(try copy(turnover) == turnover)
    }
  }

  private func copy<Value: Codable>(_ value: Value) throws -> Value {
    try JSONDecoder().decode([Value].self, from: JSONEncoder().encode([value]))[0]
  }
}
