import SFCore
import SFStats
import SFTestSupport
import Testing

@Suite struct MonthlyReturnsTests {
  @Test func `a month ends with the mark at 00:00`() {
    var months = MonthlyReturns(capital: 100)
    months.update(110, at: "2025-12-31T23:59:00.000Z")
    months.update(120, at: "2026-01-01T00:00:00.000Z")
    months.update(90, at: "2026-01-01T00:01:00.000Z")
    months.update(60, at: "2026-03-05T00:00:00.000Z")
    #expect(months.list.map(\.year) == [2025, 2026, 2026])
    #expect(months.list.map(\.month) == [12, 1, 3])
    #expect(months.list[0].value == 0.2)
    #expect(months.list[1].value == -0.25)
    #expect((months.list[2].value! + 1.0 / 3).magnitude < 1e-15)
  }

  /// The bar of the last day of January in New York closes at 05:00 UTC of the first of February.
  @Test func `the day of a market tells the month`() {
    // Winter alone will do.
    let calendar = MarketCalendar.us(ZoneRules(starts: [.earliest], offsets: [-5 * 3_600_000]))
    var months = MonthlyReturns(capital: 100)
    let marks: [(Price, Timestamp)] = [
      (110, "2025-01-31T05:00:00.000Z"), (120, "2025-02-01T05:00:00.000Z"),
      (60, "2025-02-04T05:00:00.000Z"),
    ]
    for (equity, ts) in marks {
      let day = calendar.day(endingAt: calendar.endOfDay(of: ts))
      months.update(equity, at: ts, onDay: day)
    }
    #expect(months.list.map(\.month) == [1, 2])
    #expect(months.list.map(\.value) == [0.2, -0.5])
  }

  /// Growth over the months is growth over the run.
  @Test func `months multiply to the whole`() {
    for seed in 0..<20 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var months = MonthlyReturns(capital: 1_000)
      var (equity, ts) = (1_000 as Price, "2020-02-28T00:00:00.000Z" as Timestamp)
      for _ in 0..<300 {
        ts = ts + Int64(generator.next() % 400_000_000)
        equity = Price(units: Int64(generator.next() % 100_000_000_000) + 50_000_000_000)
        months.update(equity, at: ts)
      }
      let growth = months.list.reduce(1.0) { $0 * (1 + ($1.value ?? .nan)) }
      #expect((growth - equity.double / 1_000).magnitude < 1e-9)
      let order = months.list.map { $0.year * 12 + $0.month }
      #expect(order == order.sorted() && Set(order).count == order.count)
    }
  }

  @Test func `years are their months together, and as deep as the deepest`() {
    var months = MonthlyReturns(capital: 100)
    let marks: [(Price, Timestamp, Double)] = [
      (110, "2024-03-05T00:00:00.000Z", 0), (99, "2024-12-30T00:00:00.000Z", 0.1),
      (120, "2025-01-01T00:00:00.000Z", 0), (60, "2025-01-01T00:01:00.000Z", 0.5),
      (90, "2025-07-01T00:00:00.000Z", 0.25), (45, "2027-01-01T00:00:00.000Z", 0.625),
    ]
    for (equity, ts, depth) in marks {
      months.update(equity, at: ts)
      months.deepen(depth)
    }
    #expect(months.years.map(\.year) == [2024, 2025, 2026])
    #expect(months.years.map(\.value) == [0.2, -0.25, -0.5])
    #expect(months.years.map(\.drawdown) == [0.1, 0.5, 0.625])
  }

  @Test func `rolling figures are those of the last thirty days`() throws {
    var generator = SeededGenerator(seed: 4)
    let returns = (0..<200).map { _ in Double(generator.next() % 2_001) / 100_000 - 0.01 }
    var rolling = RollingReturns()
    for (index, value) in returns.enumerated() {
      let found = rolling.update(value)
      guard index >= 29 else {
        #expect(found == nil)
        continue
      }
      let last = returns[(index - 29)...index]
      let mean = last.reduce(0, +) / 30
      let deviation = (last.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 29).squareRoot()
      let figures = try #require(found)
      #expect((figures.volatility - deviation * 365.0.squareRoot()).magnitude < 1e-12)
      let sharpe = try #require(figures.sharpe)
      let year = 365.0.squareRoot()
      #expect((sharpe - mean / deviation * year).magnitude < 1e-9)
    }
  }
}
