import Foundation
import SFCore
import SFTestSupport
import Testing

/// Windows against their formula, written over the whole window at every bar.
@Suite struct OracleTests {
  /// A spec, its column, how many numbers it looks at, which, and the formula.
  struct Oracle: Sendable, CustomTestStringConvertible {
    let spec: String
    let column: String
    let window: Int
    var numbers: @Sendable ([Bar]) -> [Double] = { $0.map(\.close.double) }
    let formula: @Sendable (ArraySlice<Double>) -> Double
    var testDescription: String { column }

    func values(_ bars: [Bar]) -> [Double] {
      let numbers = numbers(bars)
      return numbers.indices.map { last in
        let window = numbers[max(0, last - window + 1)...last]
        return window.count < self.window || window.contains(where: \.isNaN)
          ? .nan : formula(window)
      }
    }
  }

  static func mean(_ values: ArraySlice<Double>) -> Double {
    values.reduce(0, +) / Double(values.count)
  }

  /// √(Σ (x − mean)² / (n − less)).
  static func deviation(_ values: ArraySlice<Double>, less: Int) -> Double {
    let mean = mean(values)
    let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    return (squares / Double(values.count - less)).squareRoot()
  }

  static let oracles = [
    Oracle(spec: "sma:7", column: "sma_7", window: 7) { mean($0) },
    Oracle(spec: "sma:1", column: "sma_1", window: 1) { mean($0) },
    Oracle(spec: "roc:3", column: "roc_3", window: 4) { ($0.last! / $0.first! - 1) * 100 },
    Oracle(spec: "bbands:9,1.5", column: "bbands_9_1p5_upper", window: 9) {
      mean($0) + 1.5 * deviation($0, less: 0)
    },
    Oracle(spec: "bbands:9,1.5", column: "bbands_9_1p5_lower", window: 9) {
      mean($0) - 1.5 * deviation($0, less: 0)
    },
    Oracle(spec: "zscore:12", column: "zscore_12", window: 12) {
      // A window of equal closes has no score; its mean may be rounded, its spread is not.
      Set($0).count == 1 ? .nan : ($0.last! - mean($0)) / deviation($0, less: 0)
    },
    Oracle(
      spec: "ret_std:8", column: "ret_std_8", window: 8,
      numbers: { bars in
        [.nan] + zip(bars, bars.dropFirst()).map { $1.close.double / $0.close.double - 1 }
      }
    ) { deviation($0, less: 1) },
    Oracle(
      spec: "donchian:6", column: "donchian_6_upper", window: 6,
      numbers: { $0.map(\.high.double) }
    ) { $0.max()! },
    Oracle(
      spec: "donchian:6", column: "donchian_6_lower", window: 6, numbers: { $0.map(\.low.double) }
    ) { $0.min()! },
  ]

  @Test(arguments: oracles)
  func `agrees with the formula on random walks`(oracle: Oracle) throws {
    for seed in 0..<100 as Range<UInt64> {
      let bars = FeatureFixtures.walk(120, seed: seed)
      let ours = try #require(try compute([oracle.spec], bars)[oracle.column])
      #expect(
        difference(ours, oracle.values(bars), relative: 1e-9, absolute: 1e-12) == nil,
        "seed \(seed)")
    }
  }

  @Test(.enabled(if: Shell.shared != nil, "needs ../shared"), arguments: oracles)
  func `agrees with the formula on real bars`(oracle: Oracle) throws {
    for file in RealBars.files {
      let bars = try RealBars.read(file, 3_000)
      let ours = try #require(try compute([oracle.spec], bars)[oracle.column])
      #expect(
        difference(ours, oracle.values(bars), relative: 1e-8, absolute: 1e-12) == nil, "\(file)")
    }
  }

  @Test func `the middle of a channel lies between its lines`() throws {
    for seed in 0..<50 as Range<UInt64> {
      let columns = try compute(["donchian:6"], FeatureFixtures.walk(60, seed: seed))
      let (upper, middle, lower) = (
        columns["donchian_6_upper"]!, columns["donchian_6_middle"]!, columns["donchian_6_lower"]!
      )
      for row in 5..<60 {
        #expect((middle[row] - (upper[row] + lower[row]) / 2).magnitude < 1e-12, "seed \(seed)")
      }
    }
  }
}
