import Foundation
import SFCore
import SFStats
import SFTestSupport
import Testing

@Suite struct SkillTests {
  @Test(
    arguments: [
      (0.5, 0.0), (0.975, 1.959_963_984_540_054), (0.999, 3.090_232_306_167_813_5),
      (1e-10, -6.361_340_902_404_056),
    ])
  func `the normal quantile is that of the tables`(p: Double, expected: Double) {
    #expect(isClose(NormalDistribution.quantile(p), expected))
    #expect(isClose(NormalDistribution.cumulative(NormalDistribution.quantile(p)), p))
  }

  /// Moments from the whole sample, the slow and obvious way.
  @Test func `the shape of returns agrees with its definition`() {
    for seed in 0..<200 as Range<UInt64> {
      let returns = EquityPath(seed: seed, count: 300 + Int(seed)).dailyReturns
      let n = Double(returns.count)
      let mean = returns.reduce(0, +) / n
      func central(_ k: Double) -> Double { returns.map { pow($0 - mean, k) }.reduce(0, +) / n }
      let shape = ReturnShape(returns)
      #expect(isClose(shape.sharpe, mean / (central(2) * n / (n - 1)).squareRoot()), "seed \(seed)")
      #expect(isClose(shape.skew, central(3) / pow(central(2), 1.5), tolerance: 1e-7), "\(seed)")
      #expect(isClose(shape.kurtosis, central(4) / pow(central(2), 2)), "seed \(seed)")
    }
  }

  /// Returns of two values: everything in closed form.
  @Test func `returns that alternate have no skew and the least kurtosis`() {
    let shape = ReturnShape((0..<1_000).map { $0 % 2 == 0 ? 0.02 : -0.01 })
    #expect((shape.skew ?? 1).magnitude < 1e-12)
    #expect(isClose(shape.kurtosis, 1))
    #expect(ReturnShape(Array(repeating: 0.01, count: 50)).skew == nil)
    #expect(ReturnShape([0.01]).deviation == nil)
  }

  /// The example of "The deflated Sharpe ratio" (2014): 100 trials whose annual ratios have the
  /// variance 1/2, the best 2.5 a year over 1 250 days, skew −3, kurtosis 10.
  @Test func `the deflated ratio is that of its paper`() throws {
    let benchmark = DeflatedSharpe.benchmark(trials: 100, deviation: (0.5 / 250).squareRoot())
    #expect(isClose(benchmark, 0.1132, tolerance: 1e-3))
    let (sharpe, skew, kurtosis, n) = (2.5 / 250.0.squareRoot(), -3.0, 10.0, 1_250.0)
    let spread = 1 - skew * sharpe + (kurtosis - 1) / 4 * sharpe * sharpe
    let psr = NormalDistribution.cumulative(
      (sharpe - benchmark) / (spread / (n - 1)).squareRoot())
    #expect(isClose(psr, 0.9004, tolerance: 1e-3))
    #expect(DeflatedSharpe.benchmark(trials: 1, deviation: 1) == 0)
  }

  /// The expected best of N normal draws, by its integral: ∫₀^∞ (1 − Φᴺ) − ∫₋∞^0 Φᴺ.
  @Test(arguments: [10, 100, 1_000, 10_000])
  func `luck reaches what it is said to reach`(trials: Int) {
    let step = 1e-3
    let expected = stride(from: -10 + step / 2, to: 10, by: step).reduce(0) { sum, x in
      let power = pow(NormalDistribution.cumulative(x), Double(trials))
      return sum + step * (x > 0 ? 1 - power : -power)
    }
    let said = DeflatedSharpe.benchmark(trials: trials, deviation: 1)
    #expect((said / expected - 1).magnitude < 0.03, "\(trials): \(said), exactly \(expected)")
  }

  @Test func `the probability of skill follows from its definition`() throws {
    for seed in 0..<50 as Range<UInt64> {
      let shape = ReturnShape(EquityPath(seed: seed, count: 400).dailyReturns)
      let skill = try #require(ProbabilisticSharpe(shape))
      let (sr, g3, g4) = (shape.sharpe!, shape.skew!, shape.kurtosis!)
      let error = ((1 - g3 * sr + (g4 - 1) / 4 * sr * sr) / Double(shape.count - 1)).squareRoot()
      let expected = 0.5 * erfc(-(sr - 0.01) / error / 2.0.squareRoot())
      #expect(isClose(skill.probability(above: 0.01), expected), "seed \(seed)")
      #expect((skill.minimumTrackRecord() == nil) == (sr <= 0), "seed \(seed)")
    }
  }

  /// With so many returns of the same shape, the probability is the confidence.
  @Test func `the minimum track record is where the confidence is reached`() throws {
    let returns = (0..<600).map { [0.03, -0.02, 0.01, -0.015][$0 % 4] }
    let shape = ReturnShape(returns)
    let skill = try #require(ProbabilisticSharpe(shape))
    let needed = try #require(skill.minimumTrackRecord(confidence: 0.9))
    let spread = skill.error * skill.error * Double(shape.count - 1)
    let error = (spread / (needed - 1)).squareRoot()
    #expect(isClose(NormalDistribution.cumulative(skill.sharpe / error), 0.9))
  }
}
