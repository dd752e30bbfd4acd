import SFFeatures
import SFTestSupport
import Testing

/// Windows after ten million numbers, wild ones among them, against the numbers that they hold.
@Suite struct DriftTests {
  /// Six powers of ten of change from number to number, then numbers as small as the smallest.
  static func number(_ index: Int, of count: Int, _ generator: inout SeededGenerator) -> Double {
    let random = Double(generator.next() >> 11) * 0x1p-53
    let isQuiet = index >= count - 1_500
    return isQuiet ? 0.01 + 0.01 * random : random * [1e6, 1, 3e4, 0.01][index & 3]
  }

  @Test func `does not drift in ten million numbers`() throws {
    let count = 10_000_000
    let period = 1_000
    var generator = SeededGenerator(seed: 5)
    var (sum, moments) = (RollingSum(period), RollingMoments(period))
    var order = RollingOrder(20)
    var last: [Double] = []
    var (total, folded): (Double?, MomentSum?)
    for index in 0..<count {
      let number = Self.number(index, of: count, &generator)
      total = sum.update(number)
      folded = moments.update(number)
      order.push(number)
      if index >= count - period { last.append(number) }
    }
    let mean = OracleTests.mean(last[...])
    let deviation = OracleTests.deviation(last[...], less: 0)
    let (rolled, moment) = (try #require(total), try #require(folded))
    #expect((rolled / Double(period) - mean).magnitude < 1e-9 * mean)
    #expect((moment.mean - mean).magnitude < 1e-9 * mean)
    #expect((moment.populationDeviation - deviation).magnitude < 1e-9 * deviation)
    #expect(order.median == RollingOrderTests.median(last.suffix(20).sorted()))
  }

  /// 0.1 ten times is 1, which a plain sum of doubles misses.
  @Test func `sums in twice the precision`() throws {
    var sum = RollingSum(10)
    var result: Double?
    for _ in 0..<95 { result = sum.update(0.1) }
    #expect(result == 1)
    for number in [1e16, 1, -1e16] + [Double](repeating: 0, count: 7) {
      result = sum.update(number)
    }
    #expect(result == 1)
  }
}
