import SFCore
import SFTestSupport
import Testing

@Suite struct DigitTextTests {
  private func text(_ value: UInt64) -> String {
    var bytes = [UInt8](repeating: 0, count: 24)
    let count = bytes.withUnsafeMutableBufferPointer {
      DigitText.write(value, to: $0.baseAddress!)
    }
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  @Test func `writes every number below a hundred thousand and those around each power of ten`() {
    for value in 0..<100_000 as Range<UInt64> where text(value) != "\(value)" {
      Issue.record("\(value) is written \(text(value))")
    }
    var power: UInt64 = 1
    for _ in 0..<20 {
      for value in [power - 1, power, power + 1, power &* 9] {
        #expect(text(value) == "\(value)")
      }
      power &*= 10
    }
    #expect(text(.max) == "\(UInt64.max)")
  }

  @Test func `agrees with the standard library on random numbers`() {
    var random = SeededGenerator(seed: 11)
    for _ in 0..<100_000 {
      let value = random.next() >> UInt64.random(in: 0..<64, using: &random)
      if text(value) != "\(value)" { Issue.record("\(value) is written \(text(value))") }
    }
  }

  @Test func `amounts keep their decimals and no zeros behind them`() {
    var random = SeededGenerator(seed: 12)
    for _ in 0..<100_000 {
      let units = Int64(bitPattern: random.next()) >> Int64.random(in: 0..<63, using: &random)
      let magnitude = units.magnitude
      var fraction = String(magnitude % 100_000_000 + 100_000_000).dropFirst()
      while fraction.count > 1, fraction.last == "0" { fraction = fraction.dropLast() }
      let expected = (units < 0 ? "-" : "") + "\(magnitude / 100_000_000).\(fraction)"
      if Price(units: units).description != expected {
        Issue.record("\(units) is written \(Price(units: units))")
      }
    }
  }

  @Test func `the text of a time reads back on the same day and on another`() {
    var random = SeededGenerator(seed: 13)
    var bytes = [UInt8](repeating: 0, count: TimestampText.length)
    for _ in 0..<10_000 {
      let range = Timestamp.earliest.milliseconds...Timestamp.latest.milliseconds
      let ts = Timestamp(milliseconds: .random(in: range, using: &random))
      let other = Timestamp(
        milliseconds: ts.day * Timestamp.millisecondsPerDay
          + .random(in: 0..<Timestamp.millisecondsPerDay, using: &random))
      bytes.withUnsafeMutableBufferPointer {
        TimestampText.write(ts, to: $0.baseAddress!)
        TimestampText.writeTimeOfDay(other, to: $0.baseAddress!)
      }
      #expect(Timestamp(String(decoding: bytes, as: UTF8.self)) == other)
    }
  }

  /// The amount at the start of a text, and how many bytes it has.
  private func readAmount(_ text: String) -> (units: Int64, count: Int)? {
    let bytes = Array(text.utf8) + Array(repeating: UInt8(ascii: "7"), count: 8)
    return bytes.withUnsafeBufferPointer { bytes in
      var p = bytes.baseAddress!
      return AmountText.read(&p).map { ($0, p - bytes.baseAddress!) }
    }
  }

  @Test func `amounts read back, whatever stands behind them`() {
    var random = SeededGenerator(seed: 14)
    for _ in 0..<200_000 {
      let units = Int64(bitPattern: random.next()) >> Int64.random(in: 10..<63, using: &random)
      let text = Price(units: units).description
      let behind = [",", "}", "e", " ", "\n", ":"].randomElement(using: &random)!
      let found = readAmount(text + behind)
      // Nine digits before the point are left to the slow way, as is minus zero.
      guard units.magnitude < 10_000_000_000_000_000, units != 0 else { continue }
      if found?.units != units || found?.count != text.utf8.count {
        Issue.record("\(text)\(behind) is read as \(String(describing: found))")
      }
    }
  }

  @Test(arguments: [
    "", "-", ".5", "5.", "05", "-05", "00.1", "123456789", "1.123456789", "-0.0", "-0", "+1", "x",
  ])
  func `other numbers are left to the slow way`(text: String) {
    #expect(readAmount(text + ",") == nil)
  }

  @Test func `every run of digits is read to its end`() {
    for length in 0...19 {
      let digits = String("1234567890123456789".prefix(length))
      for behind in ["/", ":", ".", "\u{0}", "\u{7F}", "é"] {
        let bytes = Array((digits + behind + "12345678").utf8)
        bytes.withUnsafeBufferPointer { bytes in
          var p = bytes.baseAddress!
          var value: UInt64 = 0
          DigitText.read(&p, into: &value)
          #expect(p - bytes.baseAddress! == length && value == UInt64(digits) ?? 0)
        }
      }
    }
  }

  @Test func `a time of day is read if each of its bytes is right, and else not at all`() {
    var random = SeededGenerator(seed: 15)
    for _ in 0..<20_000 {
      let ofDay = Int64.random(in: 0..<Timestamp.millisecondsPerDay, using: &random)
      var bytes = Array("\(Timestamp(milliseconds: ofDay))".utf8)
      func read() -> Int64? {
        bytes.withUnsafeBufferPointer { TimestampText.readTime($0.baseAddress!) }
      }
      #expect(read() == ofDay)
      let place = Int.random(in: TimestampText.dateLength..<bytes.count, using: &random)
      let byte = UInt8.random(in: 0...255, using: &random)
      let isDigit = (48...57).contains(bytes[place]) && (48...57).contains(byte)
      if bytes[place] == byte || isDigit { continue }
      bytes[place] = byte
      #expect(read() == nil, "\(String(decoding: bytes, as: UTF8.self))")
    }
  }
}
