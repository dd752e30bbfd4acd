import SFCore
import SFStrategy
import SFTestSupport
import Testing

@Suite struct RiskParitySizerTests {
  private let equity = Money(10_000 as Price)
  private let signal = Signal(series: 0, detector: "test", direction: .rise)

  private func context(_ series: SeriesIndex, held: [SeriesIndex]) -> SizingContext {
    SizingContext(equity: equity, signal: signal, series: series, close: 100, held: held)
  }

  /// A sizer that has seen one mark with these volatilities.
  private func learned(_ spec: String, _ vols: [Double]) throws -> any Sizer {
    var sizer = try sizer(spec)
    var marks = Marks(columns: 1)
    let mark = marks.next(vols.map { _ in 100 }, columns: vols.map { [$0] })
    sizer.update(mark, marks.values.span)
    return sizer
  }

  @Test(
    arguments: [
      ([0.02], [], "1000.0"),  // alone
      ([0.02, 0.02, 0.02], [1, 2], "1000.0"),  // at equal volatility
      ([0.02, 0.01], [1], "666.66666667"),  // twice as volatile as the other
      ([0.01, 0.02], [1], "1333.33333333"),
      ([0.001, 0.2], [1, 1], "2000.0"),  // at most twice an equal part
    ] as [([Double], [Int], String)])
  func `the calmer gets more`(vols: [Double], held: [Int], notional: String) throws {
    let sized = try learned("risk_parity", vols).size(context(0, held: held), row: [vols[0]])
    #expect(sized == .success(Price(stringLiteral: notional)))
  }

  /// In the original system it was equity / N whatever the volatility, as nothing filled it.
  @Test func `is not always equity over the number of positions`() throws {
    let (calm, wild) = (try learned("risk_parity", [0.01, 0.03]), [0.01, 0.03])
    let a = try calm.size(context(0, held: [1]), row: [wild[0]]).get()
    let b = try calm.size(context(1, held: [0]), row: [wild[1]]).get()
    #expect(a.double / b.double > 2.99 && a.double / b.double < 3.01)
  }

  @Test func `nothing known is a refusal, and so is no volatility`() throws {
    let sizer = try learned("risk_parity", [0.02, 0])
    #expect(sizer.size(context(0, held: [1]), row: [0.02]) == .failure(.zero("ret_std_20")))
    #expect(sizer.size(context(0, held: []), row: [.nan]) == .failure(.missing("ret_std_20")))
    #expect(sizer.size(context(0, held: [7]), row: [0.02]) == .failure(.missing("ret_std_20")))
    let young = try learned("risk_parity:method=erc,window=5", [0.02])
    #expect(
      young.size(context(0, held: []), row: []) == .failure(NoSize("fewer than 5 common returns")))
  }

  /// Each series keeps the latest volatility that was known, also over bars without one.
  @Test func `agrees with the definition on random walks`() throws {
    for seed in 0..<300 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var sizer = try sizer("risk_parity:target_positions=4")
      var marks = Marks(columns: 1)
      var latest = [Double](repeating: 0.01, count: 3)
      for step in 0..<30 {
        let vols = (0..<3).map { _ in
          step > 0 && UInt8.random(in: 0..<4, using: &random) == 0
            ? Double.nan : Double.random(in: 0.001...0.1, using: &random)
        }
        for (series, vol) in vols.enumerated() where !vol.isNaN { latest[series] = vol }
        let mark = marks.next([100, 100, 100], columns: vols.map { [$0] })
        sizer.update(mark, marks.values.span)
        sizer = try Checkpoint.resumed(AnyComponent<SizerList>(sizer)).content
        sizer.bind([0])
        guard !vols[0].isNaN else { continue }
        let held = (0..<Int.random(in: 0...4, using: &random)).map { _ in
          Int.random(in: 0...2, using: &random)
        }
        let all = held + [0]
        let mean = all.map { 1 / latest[$0] }.reduce(0, +) / Double(all.count)
        let expected = 2_500 * min(2, 1 / latest[0] / mean)
        let sized = try sizer.size(context(0, held: held), row: [vols[0]]).get()
        #expect((sized.double - expected).magnitude < 1e-6, "seed \(seed)")
      }
    }
  }
}

@Suite struct EqualRiskTests {
  @Test func `two assets weigh as their deviations are to each other, whatever their correlation`()
    throws
  {
    for correlation in [-0.9, 0, 0.5, 1] {
      let weights = try EqualRisk.weights(
        of: [[0.04, 0.02 * correlation], [0.02 * correlation, 0.01]])
      #expect((weights[0] - 1.0 / 3).magnitude < 1e-9, "\(correlation)")
    }
  }

  @Test func `each asset carries the same part of the risk`() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let count = Int.random(in: 1...7, using: &random)
      let common = (0..<60).map { _ in Double.random(in: -0.02...0.02, using: &random) }
      let returns = (0..<count).map { _ in
        let scale = Double.random(in: 0.1...5, using: &random)
        return common.map { $0 * 0.5 + Double.random(in: -0.02...0.02, using: &random) * scale }
      }
      let covariance = EqualRisk.covariance(of: returns)
      let weights = try EqualRisk.weights(of: covariance)
      #expect((weights.reduce(0, +) - 1).magnitude < 1e-12)
      let parts = (0..<count).map { i in
        weights[i] * (0..<count).map { covariance[i][$0] * weights[$0] }.reduce(0, +)
      }
      let mean = parts.reduce(0, +) / Double(count)
      for part in parts { #expect((part / mean - 1).magnitude < 1e-9, "seed \(seed)") }
    }
  }

  @Test func `an asset that does not move has no equal risk`() {
    #expect(throws: NoSize("variance is 0")) { try EqualRisk.weights(of: [[0]]) }
  }

  /// From common marks only, the slow way: each list cut to the marks that all share.
  @Test func `erc agrees with the definition on walks with missing bars`() throws {
    for seed in 0..<60 as Range<UInt64> {
      var sizer = try sizer("risk_parity:target_positions=4,method=erc,window=8")
      var marks = Marks()
      let walks = randomCloses(60, series: 3, missing: 0.15, seed: seed)
      let row: [Double] = []
      for (index, closes) in walks.enumerated() {
        sizer.update(marks.next(closes), row.span)
        let common = walks[...index].filter { $0.allSatisfy { $0 != nil } }.suffix(9)
        let context = SizingContext(
          equity: Money(1_000 as Price),
          signal: Signal(series: 0, detector: "test", direction: .rise), series: 2, close: 100,
          held: [0, 1])
        guard common.count == 9 else {
          #expect(throws: NoSize.self) { try sizer.size(context).get() }
          continue
        }
        let returns = (0..<3).map { series in
          zip(common, common.dropFirst()).map { a, b in
            (b[series] ?? 0).double / (a[series] ?? 0).double - 1
          }
        }
        let weights = try EqualRisk.weights(of: EqualRisk.covariance(of: returns))
        let expected = 1_000 * min(2, weights[2] * 3) / 4
        let sized = try sizer.size(context).get()
        #expect((sized.double - expected).magnitude < 1e-6, "seed \(seed), mark \(index)")
      }
    }
  }
}
