import SFCore
import SFJournal
import SFTestSupport
import Testing

@Suite struct SegmentSumTests {
  private static let bytes: [UInt8] = {
    var random = SplitMix64(state: 3)
    return (0..<301).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }()

  private func sum(_ parts: [ArraySlice<UInt8>]) -> SegmentSum {
    var sum = SegmentSum()
    for part in parts { part.withUnsafeBytes { sum.add($0) } }
    return sum
  }

  private func value(_ bytes: [UInt8]) -> UInt64 { sum([bytes[...]]).value }

  @Test func `it does not matter how bytes come`() {
    let all = sum([Self.bytes[...]])
    for first in 0..<40 {
      for second in first..<60 {
        let parts = [Self.bytes[..<first], Self.bytes[first..<second], Self.bytes[second...]]
        #expect(sum(parts) == all, "\(first), \(second)")
      }
    }
  }

  @Test func `each bit counts, and how many bytes there are`() {
    let whole = value(Self.bytes)
    for place in Self.bytes.indices {
      for bit in 0..<8 {
        var bytes = Self.bytes
        bytes[place] ^= 1 << UInt8(bit)
        #expect(value(bytes) != whole, "bit \(bit) of \(place)")
      }
      #expect(value(Array(Self.bytes[..<place])) != whole)
    }
    for count in 0..<20 {
      #expect(value([UInt8](repeating: 0, count: count)) != value([UInt8](repeating: 0, count: 20)))
    }
  }

  @Test func `the order of words counts`() {
    let swapped = Array(Self.bytes[8..<16] + Self.bytes[..<8] + Self.bytes[16...])
    #expect(value(swapped) != value(Self.bytes))
  }
}
