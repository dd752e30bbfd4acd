import Foundation
import SFCore
import SFTestSupport
import Testing

@Suite struct DoubleTextTests {
  private func text(_ value: Double) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 32) { buffer in
      let count = DoubleText.write(value, to: buffer.baseAddress!)
      #expect(count <= 25)
      return String(decoding: buffer[..<count], as: UTF8.self)
    }
  }

  private func expected(_ value: Double) -> String { value == 0 ? "0.0" : value.description }

  @Test func `writes what description writes, for any bits`() {
    for seed in 0..<4 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<500_000 {
        let value = generator.finiteDouble()
        if text(value) != expected(value) {
          Issue.record("seed \(seed): \(text(value)) for \(expected(value))")
          return
        }
      }
    }
  }

  @Test func `writes what description writes, for decimals with few digits`() {
    for digits in 0..<200_000 {
      for scale in [1.0, 10, 100, 1_000, 1e5, 1e8, 1e11] {
        let value = Double(digits) / scale
        if text(value) != expected(value) {
          Issue.record("\(text(value)) for \(expected(value))")
          return
        }
      }
    }
  }

  @Test func `writes what description writes, beside every power`() {
    var powers = (-1074...1023).map { Double(sign: .plus, exponent: $0, significand: 1) }
    powers += (-323...308).map { Double("1e\($0)")! }
    powers += [0.0001, 0.00001, 0x1p53, 0x1p54, 1e15, 1e16, 1e17, .leastNormalMagnitude]
    for power in powers {
      for offset in -3...3 as ClosedRange<Int64> {
        let value = Double(
          bitPattern: UInt64(bitPattern: Int64(bitPattern: power.bitPattern) + offset))
        guard value.isFinite, value > 0 else { continue }
        for signed in [value, -value] { #expect(text(signed) == expected(signed)) }
      }
    }
  }

  @Test(arguments: [
    (0.0, "0.0"), (-0.0, "0.0"), (1, "1.0"), (-1, "-1.0"), (0.1, "0.1"), (0.0001, "0.0001"),
    (0.00001, "1e-05"), (-0.000012, "-1.2e-05"), (0x1p53, "9007199254740992.0"),
    (0x1p54, "1.8014398509481984e+16"), (1e16, "1e+16"), (1e100, "1e+100"),
    (.greatestFiniteMagnitude, "1.7976931348623157e+308"),
    (.leastNonzeroMagnitude, "5e-324"), (.leastNormalMagnitude, "2.2250738585072014e-308"),
    (43250.11, "43250.11"), (100, "100.0"), (123_456_789.125, "123456789.125"),
  ])
  func `writes the text`(value: Double, expected: String) {
    #expect(text(value) == expected)
  }
}
