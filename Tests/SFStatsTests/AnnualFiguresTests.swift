import Foundation
import SFCore
import SFStats
import SFTestSupport
import Testing

@Suite struct AnnualFiguresTests {
  private func figures(_ returns: [Double]) -> (sharpe: Double?, sortino: Double?) {
    var sharpe = Sharpe()
    var sortino = Sortino()
    for value in returns {
      sharpe.update(value)
      sortino.update(value)
    }
    return (sharpe.value, sortino.value)
  }

  @Test func `are of the days on which the market trades`() throws {
    var (sharpe, sortino) = (Sharpe(), Sortino())
    for value in EquityPath(seed: 7, count: 900).dailyReturns {
      sharpe.update(value)
      sortino.update(value)
    }
    let share = (252.0 / 365).squareRoot()
    let (own, down) = (try #require(sharpe.value), try #require(sortino.value))
    #expect(isClose(sharpe.value(daysPerYear: 252), own * share))
    #expect(isClose(sortino.value(daysPerYear: 252), down * share))
  }

  @Test func `agree with their definitions on random walks`() {
    for seed in 0..<200 as Range<UInt64> {
      let returns = EquityPath(seed: seed, count: 700 + Int(seed)).dailyReturns
      let n = Double(returns.count)
      let mean = returns.reduce(0, +) / n
      let variance = returns.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / (n - 1)
      let downside = returns.map { min($0, 0) * min($0, 0) }.reduce(0, +) / n
      let found = figures(returns)
      let root = 365.0.squareRoot()
      #expect(isClose(found.sharpe, mean / variance.squareRoot() * root), "seed \(seed)")
      #expect(isClose(found.sortino, mean / downside.squareRoot() * root), "seed \(seed)")
    }
  }

  @Test func `need 30 returns`() {
    let returns = (0..<30).map { $0 % 2 == 0 ? 0.02 : -0.01 }
    #expect(figures(Array(returns.dropLast())).sharpe == nil)
    #expect(figures(Array(returns.dropLast())).sortino == nil)
    #expect(figures(returns).sharpe != nil)
    #expect(figures(returns).sortino != nil)
  }

  /// Mean 0.005, deviation 0.015 × √(n / (n − 1)), downside 0.01 / √2.
  @Test func `have the closed form of returns that alternate`() {
    let found = figures((0..<100).map { $0 % 2 == 0 ? 0.02 : -0.01 })
    let root = 365.0.squareRoot()
    #expect(isClose(found.sharpe, 0.005 / (0.015 * (100.0 / 99).squareRoot()) * root))
    #expect(isClose(found.sortino, 0.005 / (0.01 / 2.0.squareRoot()) * root))
  }

  @Test func `do not exist without a deviation or a loss`() {
    for value in [0.0, 0.01, -0.01, 1e-9] {
      #expect(figures(Array(repeating: value, count: 400)).sharpe == nil, "\(value)")
    }
    #expect(figures(Array(repeating: 0.0, count: 400)).sortino == nil)
    #expect(figures((0..<400).map { Double($0 % 3) / 100 }).sortino == nil)
    #expect(figures((0..<400).map { Double($0 % 3) / 100 }).sharpe != nil)
  }

  /// Each return is 1 % and a rounding of its own: that is no risk.
  @Test func `see no deviation in rounding`() {
    let returns = (0..<60).map { [0.01, 0.01.nextUp, 0.01.nextDown][$0 % 3] }
    #expect(figures(returns).sharpe == nil)
  }

  @Test func `survive a mean that is large beside the deviation`() {
    let returns = (0..<1_000).map { 1e6 + ($0 % 2 == 0 ? 1e-3 : -1e-3) }
    var moments = Moments()
    for value in returns { moments.update(value) }
    #expect(isClose(moments.deviation, 1e-3 * (1_000.0 / 999).squareRoot(), tolerance: 1e-6))
  }

  @Test(
    arguments: [
      (2.0, 365.0, 100, 1.0),  // doubled in a year
      (2.0, 730.0, 100, 2.0.squareRoot() - 1),
      (1.1, 36.5, 36, pow(1.1, 10) - 1),
      (1.0, 90.0, 90, 0.0),
      (0.0, 365.0, 100, nil),  // all is lost: ruin has no growth
      (2.0, 365.0, 29, nil),  // too few returns
      (-0.5, 365.0, 100, nil),  // no power of a negative number
      (2.0, 0.0, 100, nil),
      (1e6, 0.001, 100, nil),  // beyond any number
    ] as [(Double, Double, Int, Double?)])
  func `CAGR is the growth of a year`(
    growth: Double, days: Double, returns: Int, expected: Double?
  ) {
    var cagr = CAGR(capital: 1_000)
    let open = Timestamp(milliseconds: 1_767_225_600_000)
    cagr.update(Price(floatLiteral: 1_000 * growth), at: open + Int64(days * 86_400_000))
    #expect(isClose(cagr.value(since: open, dailyReturns: returns), expected))
  }

  @Test func `Calmar needs a growth and a fall`() {
    var calmar = Calmar()
    #expect(calmar.value == nil)
    calmar.update(cagr: 0.2, maxDrawdown: 0.1)
    #expect(isClose(calmar.value, 2))
    calmar.update(cagr: -0.2, maxDrawdown: 0.1)
    #expect(isClose(calmar.value, -2))
    calmar.update(cagr: 0.2, maxDrawdown: 0)
    #expect(calmar.value == nil)
    calmar.update(cagr: nil, maxDrawdown: 0.1)
    #expect(calmar.value == nil)
    calmar.update(cagr: 0.1, maxDrawdown: nil)
    #expect(calmar.value == nil)
  }
}
