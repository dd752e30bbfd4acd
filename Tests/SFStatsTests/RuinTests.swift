import SFCore
import SFStats
import SFTestSupport
import Testing

/// Whoever was worth 0 or less at one mark has no figures of growth, whatever came behind it.
@Suite struct RuinTests {
  private static let day: Int64 = 86_400_000

  @Test(arguments: [0, -5_000] as [Int64])
  func `growth ends with it`(lowest: Int64) {
    var (growth, total) = (CAGR(capital: 100), TotalReturn(capital: 100))
    var months = MonthlyReturns(capital: 100)
    for index in 0..<100 as Range<Int64> {
      let equity: Price = Price(units: index == 50 ? lowest : 10_000_000_000 + index)
      let ts = Timestamp(milliseconds: (index + 1) * Self.day)
      growth.update(equity, at: ts)
      total.update(equity)
      months.update(equity, at: ts)
      let isRuined = index >= 50
      #expect(
        (growth.value(since: Timestamp(milliseconds: 0), dailyReturns: 99) == nil) == isRuined)
      #expect((total.value == nil) == isRuined)
    }
    // 1970: 31 days, 28, 31 and ten of April; the 51st day is in February.
    #expect(months.list.map { $0.value != nil } == [true, false, false, false])
    #expect(months.years.map(\.value) == [nil])
  }

  @Test func `a year has 365 days of growth on every calendar`() throws {
    let value = try #require(CAGR.value(of: 1.21, over: 730 * Self.day))
    #expect(isClose(value, 0.1))
    #expect(CAGR.value(of: 1.21, over: 0) == nil)
    #expect(CAGR.value(of: -0.1, over: Self.day) == nil)
  }
}

/// Days put behind each other have the drawdown that all their marks have.
@Suite struct DayPathTests {
  @Test func `agree with all marks on random walks`() {
    for seed in 0..<200 as Range<UInt64> {
      let path = EquityPath(seed: seed, count: 300)
      var (paths, drawdown) = (DayPaths(capital: path.capital), Drawdown(capital: path.capital))
      var days: [DayPath] = []
      for mark in path.marks {
        if let day = paths.update(mark.equity, at: mark.ts) { days.append(day) }
        drawdown.update(mark.equity, at: mark.ts)
      }
      if let day = paths.open { days.append(day) }
      #expect(days.map(\.change).count == path.dailyReturns.count)
      #expect(
        zip(days, path.dailyReturns).allSatisfy { isClose($0.change, $1, tolerance: 1e-14) })
      #expect(isClose(DayPath.maximumDrawdown(of: days), drawdown.maximum), "seed \(seed)")
      let growth = path.marks[path.marks.count - 1].equity.double / path.capital.double
      #expect(isClose(DayPath.growth(of: days), growth), "seed \(seed)")
    }
  }

  @Test func `in another order are the marks of that order`() {
    // 100 → 90 110; 110 → 132 99: the fall inside the second day, then the low of the first.
    let first = DayPath(change: 0.1, low: 0.9, high: 1.1, fall: 0.0)
    let second = DayPath(change: -0.1, low: 0.9, high: 1.2, fall: 0.25)
    #expect(isClose(DayPath.maximumDrawdown(of: [first, second]), 0.25))
    // 1.2 of the second, then 0.9 · 0.9 of the first: 1 − 0.81 / 1.2.
    #expect(isClose(DayPath.maximumDrawdown(of: [second, first]), 1 - 0.81 / 1.2))
  }
}
