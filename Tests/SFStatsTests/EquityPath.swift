import SFCore
import SFTestSupport

/// Equity at marks, from a seed: with gaps of hours and days, and a first and last day that are cut.
struct EquityPath {
  var capital = Price(units: 1_000_000_000_000)
  var marks: [(ts: Timestamp, equity: Price)] = []

  init(seed: UInt64, count: Int) {
    var generator = SeededGenerator(seed: seed)
    var ts = Timestamp(milliseconds: 1_767_225_600_000 + Int64(seed % 24) * 3_600_000)
    var equity = capital.units
    for _ in 0..<count {
      let isGap = generator.next() % 40 == 0
      ts = ts + 3_600_000 * (isGap ? Int64(generator.next() % 60) + 1 : 1)
      // Often nothing changes, as without a position.
      if generator.next() % 3 > 0 {
        equity += Int64(generator.next() % 20_000_000_001) - 10_000_000_000
      }
      marks.append((ts, Price(units: max(equity, 1))))
    }
  }

  /// The returns of the days, straight from the definition.
  var dailyReturns: [Double] {
    var lastOfDay: [Int64: Price] = [:]
    for mark in marks {
      lastOfDay[Timestamp(milliseconds: mark.ts.milliseconds - 1).day] = mark.equity
    }
    let ends = [capital] + lastOfDay.keys.sorted().map { lastOfDay[$0]! }
    return zip(ends, ends.dropFirst()).map { $1.double / $0.double - 1 }
  }
}

/// Whether two figures are the same but for rounding.
func isClose(_ a: Double?, _ b: Double?, tolerance: Double = 1e-9) -> Bool {
  guard let a, let b else { return a == nil && b == nil }
  return (a - b).magnitude <= tolerance * max(1, b.magnitude)
}
