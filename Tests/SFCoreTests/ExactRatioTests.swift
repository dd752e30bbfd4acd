import SFCore
import SFTestSupport
import Testing

@Suite struct ExactRatioTests {
  /// Whether no double is nearer to `numerator / denominator` than `value`, by integers alone.
  ///
  /// A double near the value is m × 2^e; the distances of m and its two
  /// neighbors from the ratio are compared after multiplying by the denominator.
  private func isNearest(_ value: Double, _ numerator: Int128, _ denominator: Int64) -> Bool {
    if numerator == 0 { return value == 0 }
    if numerator < 0 { return isNearest(-value, -numerator, denominator) }
    let (mantissa, exponent) = (
      Int128(value.significandBitPattern | 1 << 52), Int(value.exponent) - 52
    )
    // Scaled so that both sides are integers: below 2^127 as long as the operands are moderate.
    let (up, down) = (max(exponent, 0), max(-exponent, 0))
    func distance(_ m: Int128) -> Int128 {
      let left = m * 2 * Int128(denominator) << Int128(up)
      let right = numerator * 2 << Int128(down)
      return left > right ? left - right : right - left
    }
    let own = distance(mantissa)
    let (above, below) = (distance(mantissa + 1), distance(mantissa - 1))
    if own == above || own == below { return mantissa % 2 == 0 }
    return own < above && own < below
  }

  @Test func `is the nearest double, for operands of all sizes`() {
    var generator = SeededGenerator(seed: 9)
    var large = 0
    for _ in 0..<400_000 {
      let denominator = Int64.random(
        in: 1...(1 << Int64.random(in: 1...20, using: &generator)), using: &generator)
      let bits =
        Int128(truncatingIfNeeded: generator.next()) << 16 | Int128(generator.next() & 0xFFFF)
      let numerator = bits >> Int128(generator.next() % 60)
      let value = ExactRatio.double(numerator, over: denominator)
      // Beyond this the check itself would overflow.
      guard value == 0 || abs(Int(value.exponent)) < 90, numerator.magnitude < 1 << 75 else {
        continue
      }
      if value != 0, value.exponent < 10 { continue }
      if numerator.magnitude > 1 << 53 { large += 1 }
      if !isNearest(value, numerator, denominator) {
        Issue.record("\(numerator) / \(denominator) is not \(value)")
        return
      }
    }
    #expect(large > 10_000)
  }

  /// Ties: an odd multiple of half a unit in the last place.
  @Test func `rounds ties to even`() {
    var generator = SeededGenerator(seed: 10)
    for _ in 0..<50_000 {
      let mantissa = Int128(UInt64.random(in: 1 << 52..<1 << 53, using: &generator))
      let denominator = Int64.random(in: 1...1 << 40, using: &generator)
      let tie = (mantissa * 2 + 1) * Int128(denominator)
      let even = mantissa % 2 == 0 ? mantissa : mantissa + 1
      #expect(ExactRatio.double(tie, over: denominator) == Double(even) * 2)
      #expect(ExactRatio.double(tie - 1, over: denominator) == Double(mantissa) * 2)
      #expect(ExactRatio.double(tie + 1, over: denominator) == Double(mantissa + 1) * 2)
      #expect(ExactRatio.double(-tie, over: denominator) == -Double(even) * 2)
    }
  }

  @Test func `gives equal results for equal ratios`() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<100_000 {
      let numerator = Int128(Int64(bitPattern: generator.next()))
      let denominator = Int64.random(in: 1...1_000, using: &generator)
      let factor = Int64.random(in: 2...1_000, using: &generator)
      let value = ExactRatio.double(numerator, over: denominator)
      #expect(ExactRatio.double(numerator * Int128(factor), over: denominator * factor) == value)
    }
  }
}
