import Foundation
import SFCore
import SFStats
import SFTestSupport
import Testing

@Suite struct DailyReturnsTests {
  private func returns(_ capital: Price, _ marks: [(ts: Timestamp, equity: Price)]) -> [Double] {
    var daily = DailyReturns(capital: capital)
    var list = marks.compactMap { daily.update($0.equity, at: $0.ts) }
    if let open = daily.open { list.append(open) }
    return list
  }

  @Test func `agree with the definition on random walks`() {
    for seed in 0..<200 as Range<UInt64> {
      let path = EquityPath(seed: seed, count: 500)
      let (found, expected) = (returns(path.capital, path.marks), path.dailyReturns)
      #expect(found.count == expected.count, "seed \(seed)")
      #expect(zip(found, expected).allSatisfy { isClose($0, $1, tolerance: 1e-14) }, "seed \(seed)")
    }
  }

  /// Rows: marks with their equity, and the returns from a capital of 100.
  @Test(
    arguments: [
      ([], []),
      ([("2026-01-05T12:00:00.000Z", 101)], [0.01]),  // one day, and that is cut
      ([("2026-01-06T00:00:00.000Z", 101)], [0.01]),  // 00:00 ends the day before
      (
        [
          ("2026-01-05T23:59:00.000Z", 102), ("2026-01-06T00:00:00.000Z", 101),
          ("2026-01-06T00:01:00.000Z", 100), ("2026-01-07T00:00:00.000Z", 103),
        ], [0.01, 103.0 / 101 - 1]
      ),
      (
        // The first millisecond of a day belongs to it.
        [("2026-01-06T00:00:00.000Z", 110), ("2026-01-06T00:00:00.001Z", 121)], [0.1, 0.1]
      ),
      (
        // Days without a mark give no return.
        [("2026-01-06T00:00:00.000Z", 110), ("2026-01-20T09:00:00.000Z", 121)], [0.1, 0.1]
      ),
      (
        // Nobody lives on from ruin, not even from one inside a day.
        [
          ("2026-01-05T12:00:00.000Z", 110), ("2026-01-06T12:00:00.000Z", 0),
          ("2026-01-06T13:00:00.000Z", 121), ("2026-01-07T12:00:00.000Z", 130),
        ], [0.1]
      ),
      ([("1960-02-03T00:00:00.000Z", 110), ("1960-02-03T01:00:00.000Z", 121)], [0.1, 0.1]),
    ] as [([(String, Int64)], [Double])])
  func `end at 00:00 UTC`(marks: [(String, Int64)], expected: [Double]) throws {
    let marks = try marks.map { mark in
      (ts: try #require(Timestamp(mark.0)), equity: Price(integerLiteral: mark.1))
    }
    let found = returns(100, marks)
    #expect(found.count == expected.count)
    #expect(zip(found, expected).allSatisfy { isClose($0, $1, tolerance: 1e-14) })
  }

  @Test func `do not lose small returns of a large equity`() {
    let base = 9_000_000_000_000_000_000 as Int64
    var daily = DailyReturns(capital: Price(units: base))
    _ = daily.update(Price(units: base + 9), at: Timestamp(milliseconds: 1))
    #expect(isClose((daily.open ?? 0) * 1e18, 1))
    _ = daily.update(Price(units: -base), at: Timestamp(milliseconds: 2))
    #expect(daily.open == nil, "what is left is no return")
  }
}
