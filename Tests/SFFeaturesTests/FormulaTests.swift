import Foundation
import SFCore
import SFTestSupport
import Testing

/// Windows that TA-Lib has too against their formula, at other periods than those of the reference.
@Suite struct FormulaTests {
  typealias Oracle = OracleTests.Oracle

  /// The least-squares line through numbers at 0, 1, 2 …, at a place.
  static func line(_ values: ArraySlice<Double>, at place: (Double) -> Double) -> Double {
    let slope = slope(values)
    let count = Double(values.count)
    return OracleTests.mean(values) + slope * (place(count) - (count - 1) / 2)
  }

  static func slope(_ values: ArraySlice<Double>) -> Double {
    let places = values.indices.map { Double($0 - values.startIndex) }
    let (mean, center) = (OracleTests.mean(values), OracleTests.mean(places[...]))
    let products = zip(places, values).map { ($0 - center) * ($1 - mean) }.reduce(0, +)
    return products / places.map { ($0 - center) * ($0 - center) }.reduce(0, +)
  }

  static func weighted(_ values: ArraySlice<Double>, _ weight: (Int) -> Double) -> Double {
    let weights = (0..<values.count).map(weight)
    return zip(weights, values).map { $0 * $1 }.reduce(0, +) / weights.reduce(0, +)
  }

  static func meanDeviation(_ values: ArraySlice<Double>) -> Double {
    let mean = OracleTests.mean(values)
    return values.map { ($0 - mean).magnitude }.reduce(0, +) / Double(values.count)
  }

  static func typical(_ bars: [Bar]) -> [Double] {
    bars.map { ($0.high.double + $0.low.double + $0.close.double) / 3 }
  }

  static let oracles = [
    Oracle(spec: "wma:9", column: "wma_9", window: 9) { weighted($0) { Double($0 + 1) } },
    Oracle(spec: "wma:1", column: "wma_1", window: 1) { $0.last! },
    Oracle(spec: "trima:6", column: "trima_6", window: 6) {
      weighted($0) { Double(min($0, 5 - $0) + 1) }
    },
    Oracle(spec: "trima:7", column: "trima_7", window: 7) {
      weighted($0) { Double(min($0, 6 - $0) + 1) }
    },
    Oracle(spec: "linearreg:8", column: "linearreg_8", window: 8) { line($0) { $0 - 1 } },
    Oracle(spec: "linearreg_intercept:8", column: "linearreg_intercept_8", window: 8) {
      line($0) { _ in 0 }
    },
    Oracle(spec: "linearreg_slope:8", column: "linearreg_slope_8", window: 8) { slope($0) },
    Oracle(spec: "linearreg_angle:8", column: "linearreg_angle_8", window: 8) {
      atan(slope($0)) * 180 / .pi
    },
    Oracle(spec: "tsf:8", column: "tsf_8", window: 8) { line($0) { $0 } },
    Oracle(spec: "max:7", column: "max_7", window: 7) { $0.max()! },
    Oracle(spec: "min:7", column: "min_7", window: 7) { $0.min()! },
    Oracle(spec: "midpoint:7", column: "midpoint_7", window: 7) { ($0.max()! + $0.min()!) / 2 },
    Oracle(spec: "sum:7", column: "sum_7", window: 7) { $0.reduce(0, +) },
    Oracle(spec: "stddev:9", column: "stddev_9", window: 9) { OracleTests.deviation($0, less: 0) },
    Oracle(spec: "var:9", column: "var_9", window: 9) {
      pow(OracleTests.deviation($0, less: 0), 2)
    },
    Oracle(spec: "mom:3", column: "mom_3", window: 4) { $0.last! - $0.first! },
    Oracle(spec: "rocp:3", column: "rocp_3", window: 4) { $0.last! / $0.first! - 1 },
    Oracle(spec: "rocr:3", column: "rocr_3", window: 4) { $0.last! / $0.first! },
    Oracle(spec: "apo:3,8", column: "apo_3_8", window: 8) {
      OracleTests.mean($0.suffix(3)) - OracleTests.mean($0)
    },
    Oracle(spec: "ppo:3,8", column: "ppo_3_8", window: 8) {
      (OracleTests.mean($0.suffix(3)) / OracleTests.mean($0) - 1) * 100
    },
    Oracle(spec: "avgdev:12", column: "avgdev_12", window: 12) { meanDeviation($0) },
    Oracle(spec: "avgdev:100", column: "avgdev_100", window: 100) { meanDeviation($0) },
    Oracle(spec: "cci:9", column: "cci_9", window: 9, numbers: typical) {
      Set($0).count == 1 ? .nan : ($0.last! - OracleTests.mean($0)) / (0.015 * meanDeviation($0))
    },
    Oracle(
      spec: "aroon:6", column: "aroon_6_up", window: 7, numbers: { $0.map(\.high.double) }
    ) { 100 * Double($0.lastIndex(of: $0.max()!)! - $0.startIndex) / 6 },
    Oracle(
      spec: "aroon:6", column: "aroon_6_down", window: 7, numbers: { $0.map(\.low.double) }
    ) { 100 * Double($0.lastIndex(of: $0.min()!)! - $0.startIndex) / 6 },
    Oracle(
      spec: "imi:6", column: "imi_6", window: 6,
      numbers: { $0.map { $0.close.double - $0.open.double } }
    ) {
      let (rises, falls) = ($0.map { max($0, 0) }.reduce(0, +), $0.map { min($0, 0) }.reduce(0, +))
      return rises == falls ? .nan : 100 * rises / (rises - falls)
    },
  ]

  @Test(arguments: oracles)
  func `agrees with the formula on random walks`(oracle: Oracle) throws {
    for seed in 0..<50 as Range<UInt64> {
      let bars = FeatureFixtures.walk(220, seed: seed)
      let ours = try #require(try compute([oracle.spec], bars)[oracle.column])
      #expect(
        difference(ours, oracle.values(bars), relative: 1e-9, absolute: 1e-11) == nil,
        "seed \(seed)")
    }
  }

  @Test(.enabled(if: Shell.shared != nil, "needs ../shared"), arguments: oracles)
  func `agrees with the formula on real bars`(oracle: Oracle) throws {
    for file in RealBars.files {
      let bars = try RealBars.read(file, 3_000)
      let ours = try #require(try compute([oracle.spec], bars)[oracle.column])
      // The formula itself cancels in prices of 40 000.
      let difference = difference(ours, oracle.values(bars), relative: 1e-8, absolute: 1e-9)
      #expect(difference == nil, "\(file)")
    }
  }

  /// Kept are the distances of the averages from the line; here, the line.
  @Test func `the Chaikin oscillator is that of the line`() throws {
    for seed in 0..<50 as Range<UInt64> {
      let columns = try compute(["ad", "adosc:3,10"], FeatureFixtures.walk(300, seed: seed))
      let line = columns["ad"]!
      var (fast, slow) = (line[0], line[0])
      let expected = line.indices.map { index in
        fast += (line[index] - fast) / 2
        slow += (line[index] - slow) * 2 / 11
        return index < 9 ? .nan : fast - slow
      }
      #expect(difference(columns["adosc_3_10"]!, expected, relative: 1e-9, absolute: 1e-9) == nil)
    }
  }
}
