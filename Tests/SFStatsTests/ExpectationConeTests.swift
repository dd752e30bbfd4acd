import SFStats
import Testing

/// Where equity may be, against what is known without chance.
@Suite struct ExpectationConeTests {
  @Test func `days that are all the same lead to one path, in all quantiles`() throws {
    let cone = try #require(ExpectationCone(dailyReturns: [0.5, 0.5, 0.5], days: 3, resamples: 50))
    #expect(cone.days == [1, 1.5, 2.25, 3.375].map { Array(repeating: $0, count: 5) })
  }

  @Test func `one day is as the days were, quantiles of the returns themselves`() throws {
    let returns = (0..<100).map { Double($0) / 1_000 }
    let cone = try #require(ExpectationCone(dailyReturns: returns, days: 1, resamples: 20_000))
    for (quantile, growth) in zip(cone.quantiles, cone.days[1]) {
      #expect(abs(growth - 1 - quantile * 0.099) < 0.002, "quantile \(quantile): \(growth)")
    }
  }

  @Test func `goes on behind the length of what it draws from, and opens as it goes`() throws {
    let returns = (0..<20).map { $0.isMultiple(of: 2) ? 0.02 : -0.015 }
    let cone = try #require(ExpectationCone(dailyReturns: returns, days: 60))
    #expect(cone.days.count == 61)
    for row in cone.days { #expect(row == row.sorted()) }
    let widths = cone.days.map { $0[4] - $0[0] }
    #expect(widths[0] == 0)
    #expect(widths[60] > 2 * widths[5])
    #expect(cone.growth(0.5, after: 60) == cone.days[60][2])
    #expect(cone.growth(0.5, after: 99) == cone.days[60][2])
    #expect(cone.growth(0.1, after: 1) == nil)
  }

  @Test func `a seed decides, and nothing else`() throws {
    let returns = (0..<40).map { Double($0 * 37 % 41 - 20) / 1_000 }
    let cones = [1, 1, 2].map { ExpectationCone(dailyReturns: returns, days: 10, seed: $0) }
    #expect(cones[0] == cones[1])
    #expect(cones[0] != cones[2])
    #expect(ExpectationCone(dailyReturns: [], days: 10) == nil)
  }
}
