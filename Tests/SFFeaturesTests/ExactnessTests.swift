import SFCore
import SFFeatures
import SFTestSupport
import Testing

/// What must hold to the last bit, and after any length of run.
@Suite struct ExactnessTests {
  @Test func `averages of different periods that are equal compare equal`() throws {
    // Three cents up, three down: every 6 bars have the same mean, which no Double holds.
    for price in [100, 0.07, 31_234.56, 999_999.99] as [Double] {
      let cents = Int64((price * 100).rounded())
      let bars = (0..<400).map { index in
        let units = (cents + [0, 1, 3, 3, 2, 1][index % 6]) * 1_000_000
        let close = Price(units: units)
        return Bar(series: 0, open: close, high: close, low: close, close: close, volume: nil)
      }
      let columns = try compute(["sma:6", "sma:18", "sma:60", "bbands:6"], bars)
      for row in 59..<400 {
        #expect(columns["sma_6"]![row] == columns["sma_18"]![row], "\(price), row \(row)")
        #expect(columns["sma_6"]![row] == columns["sma_60"]![row], "\(price), row \(row)")
        #expect(columns["sma_6"]![row] == columns["bbands_6_2_middle"]![row])
      }
    }
  }

  @Test func `greatest prices are computed, not trapped`() throws {
    for units in [Int64.max, .min, 1, -1, 0] {
      let price = Price(units: units)
      let bars =
        FeatureFixtures.flat(5, price: price, volume: 1e308)
        + FeatureFixtures.flat(60, price: Price(units: -(units / 2)), volume: 1e308)
        + FeatureFixtures.flat(5, price: price, volume: 1e308)
      for (name, values) in try compute(LawTests.kinds, bars) {
        #expect(values.allSatisfy { $0.isNaN || $0.isFinite }, "\(name)")
      }
    }
  }

  /// Ten million bars, wild ones among them, then a quiet window: sums that are updated would
  /// carry the rounding of the wild ones into it.
  @Test func `does not drift in ten million bars`() throws {
    var features = try [
      "sma:20", "zscore:20", "ret_std:20", "obv", "wma:20", "linearreg_slope:20", "avgdev:20",
      "sum:20",
    ].map {
      try #require(try featureCatalog.make($0).0.ofSeries)
    }
    var results = features.map { _ in [Double.nan] }
    var generator = SeededGenerator(seed: 1)
    var volume: Int64 = 0
    var previous: Int64 = 0
    var last: [Int64] = []
    let count = 10_000_000
    for index in 0..<count {
      // 1 to 65 536 at first, two to four cents at the end.
      let isQuiet = index >= count - 25
      let random = Int64(truncatingIfNeeded: generator.next() >> 48)
      let units = isQuiet ? (2 + random % 3) * 1_000_000 : (1 + random) * 100_000_000
      let thousandths = random % 9_973
      let close = Price(units: units)
      let bar = Bar(
        series: 0, open: close, high: close, low: close, close: close,
        volume: Double(thousandths) / 1e3)
      for place in features.indices {
        var output = results[place].mutableSpan
        features[place].update(bar, at: .earliest, into: &output)
      }
      volume += index == 0 || units > previous ? thousandths : units < previous ? -thousandths : 0
      previous = units
      if isQuiet { last.append(units) }
    }
    let closes = last.map { Price(units: $0).double }
    let returns = zip(closes, closes.dropFirst()).map { $1 / $0 - 1 }
    let window = closes.suffix(20)
    let mean = OracleTests.mean(window)
    let deviation = OracleTests.deviation(window, less: 0)
    let expected = [
      mean, (closes.last! - mean) / deviation, OracleTests.deviation(returns.suffix(20), less: 1),
      Double(volume) / 1e3, FormulaTests.weighted(window) { Double($0 + 1) },
      FormulaTests.slope(window), FormulaTests.meanDeviation(window), window.reduce(0, +),
    ]
    #expect(difference(results.flatMap { $0 }, expected, relative: 1e-12, absolute: 1e-15) == nil)
  }
}
