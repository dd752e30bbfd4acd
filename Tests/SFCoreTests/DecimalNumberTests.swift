import Foundation
import SFCore
import SFTestSupport
import Testing

@Suite struct DecimalNumberTests {
  /// The double that reading gives, where reading alone can tell; the decoder asks strtod else.
  private func read(_ text: String) -> Double? { DecimalNumber(text)?.double }

  @Test func `reads the double that strtod reads, for random texts`() {
    var undecided = 0
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<1_000_000 {
      let text = generator.numberText()
      let expected = strtod(text, nil)
      guard DecimalNumber(text) != nil else {
        Issue.record("\(text) is not read")
        return
      }
      guard let value = read(text) else {
        undecided += 1
        continue
      }
      if value.bitPattern != expected.bitPattern {
        Issue.record("\(text): \(value), expected \(expected)")
        return
      }
    }
    // Subnormal and infinite results, which are about a third of these exponents, and few others.
    #expect(undecided < 500_000)
  }

  @Test func `reads back what is written`() {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<1_000_000 {
      let value = generator.finiteDouble()
      guard value.isNormal || value == 0 else { continue }
      // Near the largest the kept digits do not decide, and the decoder asks strtod.
      let read = read(value.description) ?? strtod(value.description, nil)
      if read.bitPattern != value.bitPattern {
        Issue.record("\(value) is read as \(read)")
        return
      }
    }
  }

  /// Numbers in the middle between two doubles, and beside it.
  @Test func `rounds halfway cases to even`() {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<200_000 {
      let mantissa = UInt64.random(in: 1 << 52..<1 << 53, using: &generator)
      let shift = Int.random(in: 1...10, using: &generator)
      // mantissa + ½, shifted to be an integer of up to 63 bits, then a neighbor.
      let half = (mantissa << 1 | 1) << UInt64(shift - 1)
      for value in [half - 1, half, half + 1] {
        let text = String(value)
        #expect(read(text) ?? strtod(text, nil) == Double(value), "\(text)")
        if let exact = read(text) { #expect(exact == strtod(text, nil), "\(text)") }
        let fraction = text + ".5"
        if let exact = read(fraction) { #expect(exact == strtod(fraction, nil), "\(fraction)") }
      }
    }
  }

  @Test(arguments: [
    "", "-", "+1", ".5", "1.", "01", "-01", "00", "1e", "1e+", "0x10", "1_000", "NaN", "Infinity",
    "1 ", " 1", "--1", "1.e5", "1.5.2", "e5",
  ])
  func `refuses what is no number of JSON`(text: String) {
    #expect(DecimalNumber(text) == nil)
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("7", 7), ("-12", -12), ("9007199254740993", 9_007_199_254_740_993),
      ("9223372036854775807", .max), ("9223372036854775808", nil), ("1.0", nil), ("1e3", nil),
      ("100000000000000000000", nil), ("00", nil),
    ] as [(String, Int64?)])
  func `reads integers and nothing else as integers`(text: String, expected: Int64?) {
    #expect(DecimalNumber(text)?.integer == expected)
  }
}
