import Foundation
import SFCore
import SFTestSupport
import Testing

@Suite struct AmountTests {
  /// The text by string work on the digits, the slow and obvious way.
  private func slowText(_ units: Int64) -> String {
    var digits = String(units.magnitude)
    while digits.count < 9 { digits = "0" + digits }
    var fraction = String(digits.suffix(8))
    while fraction.count > 1, fraction.hasSuffix("0") { fraction.removeLast() }
    return (units < 0 ? "-" : "") + digits.dropLast(8) + "." + fraction
  }

  @Test func `writes and reads each small amount`() {
    for units in -200_000...200_000 as ClosedRange<Int64> {
      let text = Price(units: units).description
      if text != slowText(units) || Price(text)?.units != units {
        Issue.record("\(units): \(text), expected \(slowText(units))")
        return
      }
    }
  }

  @Test func `writes and reads random amounts`() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<500_000 {
      let units = Int64(bitPattern: generator.next()) >> Int64(generator.next() % 64)
      guard units != .min else { continue }
      let text = Price(units: units).description
      if text != slowText(units) || Price(text)?.units != units {
        Issue.record("\(units): \(text), expected \(slowText(units))")
        return
      }
    }
  }

  @Test func `writes the largest and the smallest`() {
    #expect(Price(units: .max).description == "92233720368.54775807")
    #expect(Price(units: .min).description == "-92233720368.54775808")
    let largest = "92233720368.54775807"
    #expect(Price(largest)?.units == .max)
  }

  @Test(
    arguments: [
      ("0", 0), ("-0", 0), ("0.0", 0), ("1", 100_000_000), ("1e0", 100_000_000),
      ("3.817e-05", 3817), ("0.00003817", 3817), ("1.50000000", 150_000_000),
      ("1.500000000000", 150_000_000), ("1.50000000000000000000000000", 150_000_000),
      ("0.00000001", 1), ("1e-8", 1), ("10e-9", 1), ("0.000000001", nil), ("1e-9", nil),
      ("1.123456789", nil), ("92233720368.54775808", nil), ("1e11", nil), ("1e400", nil),
      ("0e400", 0), ("0.0000000000000000000000000000", 0), ("1e-400", nil), ("-2.5", -250_000_000),
      ("100000000000000000000e-20", 100_000_000), ("", nil), ("1,5", nil), ("0x1", nil),
    ] as [(String, Int64?)])
  func `reads the exact decimal`(text: String, units: Int64?) {
    #expect(Price(text)?.units == units)
  }

  /// Against decimal arithmetic on the digits, as a person does it.
  @Test func `says exactly how a number stands to eight decimals`() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<300_000 {
      let whole = String(Int64.random(in: 0...99_999_999_999, using: &generator))
      var fraction = ""
      for _ in 0..<Int.random(in: 1...16, using: &generator) {
        fraction += ["0", "5", "9", String(generator.next() % 10)][Int(generator.next() % 4)]
      }
      let text = "\(whole).\(fraction)"
      let found = DecimalNumber(text)?.eighths
      if found != slowEighths(whole, fraction) {
        Issue.record("\(text): \(String(describing: found))")
        return
      }
    }
  }

  private func slowEighths(_ whole: String, _ fraction: String) -> DecimalNumber.Eighths {
    let padded = fraction + String(repeating: "0", count: max(0, 8 - fraction.count))
    let kept = Int128(whole + padded.prefix(8))!
    let rest = String(padded.dropFirst(8))
    let isExact = rest.allSatisfy { $0 == "0" }
    var units = kept
    if !isExact {
      let half = "5" + String(repeating: "0", count: rest.count - 1)
      if rest > half || rest == half && kept % 2 == 1 { units += 1 }
    }
    guard units <= Int128(Int64.max) else { return .outOfRange }
    return isExact ? .exact(Int64(units)) : .rounded(Int64(units))
  }

  @Test func `is the double nearest to its text`() {
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<200_000 {
      let amount = Price(units: Int64(bitPattern: generator.next()) >> Int64(generator.next() % 64))
      #expect(amount.double == strtod(amount.description, nil), "\(amount)")
    }
  }
}
