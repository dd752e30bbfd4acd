import Foundation
import SFCore
import SFTestSupport
import Testing

/// Every feature that TA-Lib has, against what TA-Lib says.
@Suite struct ReferenceTests {
  static let specs = [
    "sma:20", "ema:20", "rsi:14", "atr:14", "natr:14", "bbands:20,2", "macd:12,26,9", "roc:10",
    "obv",
  ]

  @Test(.enabled(if: Shell.shared != nil, "needs ../shared"), arguments: RealBars.files)
  func `agrees with TA-Lib`(file: String) throws {
    let shared = try #require(Shell.shared)
    let name = try #require(file.split(separator: "/").last)
    let reference = try CSVTable(shared.appendingPathComponent("reference/talib/\(name)"))
    let columns = try compute(Self.specs, RealBars.read(file, reference.rows.count))
    #expect(columns.count == 13)
    for (name, ours) in columns {
      let theirs = reference.numbers(name)
      let range = interquartileRange(theirs)
      #expect(
        difference(ours, theirs, relative: 1e-9, absolute: 1e-6 * range) == nil,
        "\(name) of \(file)")
    }
  }

  private func interquartileRange(_ values: [Double]) -> Double {
    let sorted = values.filter { !$0.isNaN }.sorted()
    return sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
  }
}
