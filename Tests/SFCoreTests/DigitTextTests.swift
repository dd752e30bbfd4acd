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
}
