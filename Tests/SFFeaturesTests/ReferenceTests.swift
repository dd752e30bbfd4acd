import Foundation
import SFCore
import SFTestSupport
import Testing

/// Every feature that TA-Lib has, against what TA-Lib says.
@Suite struct ReferenceTests {
  static let specs = [
    "sma:20", "ema:20", "wma:20", "dema:20", "tema:20", "trima:20", "trima:21", "kama:20",
    "t3:5,0.7", "mama:0.5,0.05", "bbands:20,2", "accbands:20", "midpoint:14", "midprice:14",
    "sar:0.02,0.2", "ht_trendline", "adx:14", "adxr:14", "apo:12,26", "aroon:14", "aroonosc:14",
    "bop", "cci:14", "cmo:14", "dx:14", "imi:14", "macd:12,26,9", "mfi:14", "minus_di:14",
    "plus_di:14", "minus_dm:14", "plus_dm:14", "mom:10", "ppo:12,26", "roc:10", "rocp:10",
    "rocr:10", "rsi:14", "stoch:5,3,3", "stochf:5,3", "stochrsi:14,5,3", "trix:30",
    "ultosc:7,14,28", "willr:14", "ad", "adosc:3,10", "obv", "atr:14", "natr:14", "trange",
    "avgprice", "medprice", "typprice", "wclprice", "avgdev:14", "ht_dcperiod", "ht_dcphase",
    "ht_phasor", "ht_sine", "ht_trendmode", "beta:5", "correl:30", "linearreg:14",
    "linearreg_angle:14", "linearreg_intercept:14", "linearreg_slope:14", "stddev:5", "tsf:14",
    "var:5", "max:30", "min:30", "sum:30",
  ]

  @Test(.enabled(if: Shell.shared != nil, "needs ../shared"), arguments: RealBars.files)
  func `agrees with TA-Lib`(file: String) throws {
    let shared = try #require(Shell.shared)
    let name = try #require(file.split(separator: "/").last)
    let reference = try CSVTable(shared.appendingPathComponent("reference/talib/\(name)"))
    let bars = try RealBars.read(file, reference.rows.count)
    let columns = try compute(Self.specs, bars)
    #expect(Set(columns.keys) == Set(reference.names.dropFirst()))
    for (name, ours) in columns where !Self.cancelling.contains(name) {
      var theirs = reference.numbers(name)
      for row in theirs.indices where Self.isNothing(name, bars[row]) { theirs[row] = .nan }
      let range = interquartileRange(theirs)
      let difference = difference(ours, theirs, relative: 1e-9, absolute: 1e-6 * range)
      #expect(difference == nil, "\(name) of \(file)")
    }
  }

  /// Where TA-Lib says 0 of 0/0: the balance of a bar without a range. What stands longer, and
  /// what it says then of other columns, is in `HaltedMarketTests`.
  static func isNothing(_ column: String, _ bar: Bar) -> Bool {
    column == "bop" && bar.high == bar.low
  }

  /// Columns in which the sums of TA-Lib cancel.
  ///
  /// The returns of a high are nearly equal when the high hardly moves. TA-Lib
  /// takes them from prices that are rounded, and their variance from sums of
  /// squares, and is off by up to 175 tolerances (ETHBTC-5m, row 1062). So they
  /// are held against exact returns below.
  static let cancelling: Set = ["beta_5"]

  @Test(.enabled(if: Shell.shared != nil, "needs ../shared"), arguments: RealBars.files)
  func `agrees with exact returns where TA-Lib does not`(file: String) throws {
    let bars = try RealBars.read(file, 2_000)
    let ours = try #require(try compute(["beta:5"], bars)["beta_5"])
    let slopes = bars.indices.map { last in
      last < 5 ? .nan : Self.slope(bars[(last - 5)...last])
    }
    #expect(difference(ours, slopes, relative: 1e-9, absolute: 1e-12) == nil)
  }

  /// Two passes over returns whose differences are exact, as prices are whole units.
  static func slope(_ bars: ArraySlice<Bar>) -> Double {
    func returns(_ price: (Bar) -> Price) -> [Double] {
      zip(bars, bars.dropFirst()).map { before, now in
        Double(price(now).units - price(before).units) / Double(price(before).units)
      }
    }
    let (x, y) = (returns(\.high), returns(\.low))
    let (meanX, meanY) = (OracleTests.mean(x[...]), OracleTests.mean(y[...]))
    let products = zip(x, y).map { ($0 - meanX) * ($1 - meanY) }.reduce(0, +)
    let squares = x.map { ($0 - meanX) * ($0 - meanX) }.reduce(0, +)
    return Set(x).count == 1 ? .nan : products / squares
  }

  private func interquartileRange(_ values: [Double]) -> Double {
    let sorted = values.filter { !$0.isNaN }.sorted()
    return sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
  }
}
