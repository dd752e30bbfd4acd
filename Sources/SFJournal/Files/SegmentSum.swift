/// A sum of the first bytes of a segment, taken as they come: what stands there later is told by it
/// from what was written.
///
/// It takes words of eight bytes, each in a step that can be undone: what differs within one word is
/// always found, anything else but for one time in 2⁶⁴. It holds against disks and memory, not
/// against somebody who wants to deceive.
package struct SegmentSum: Equatable {
  /// How many bytes there were.
  package private(set) var count = 0
  private var state: UInt64 = 0xcbf2_9ce4_8422_2325
  /// The last bytes, which are no whole word yet, the first of them lowest.
  private var rest: UInt64 = 0

  package init() {}

  /// What is compared, also of how many bytes it is.
  package var value: UInt64 { Self.step(Self.step(state, rest), UInt64(count)) }

  package mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var place = 0
    while place < bytes.count, count % 8 != 0 {
      add(bytes[place])
      place += 1
    }
    var sum = state
    let whole = place + (bytes.count - place) / 8 * 8
    count += whole - place
    while place < whole {
      let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      sum = Self.step(sum, UInt64(littleEndian: word))
      place += 8
    }
    state = sum
    while place < bytes.count {
      add(bytes[place])
      place += 1
    }
  }

  private mutating func add(_ byte: UInt8) {
    rest |= UInt64(byte) << UInt64(count % 8 * 8)
    count += 1
    if count % 8 == 0 { (state, rest) = (Self.step(state, rest), 0) }
  }

  /// Another state for each word, and for each state before.
  @inline(__always)
  private static func step(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let product = (state ^ word) &* 0x9e37_79b9_7f4a_7c15
    return product << 29 | product >> 35
  }
}

extension SegmentFile {
  /// The sum of the first `count` bytes, or of all where there are fewer, behind those that `sum` is
  /// of already.
  func sum(of count: Int, behind sum: SegmentSum = SegmentSum()) throws(JournalError) -> SegmentSum
  {
    var sum = sum
    while sum.count < count {
      let bytes = try read(at: sum.count, min(1 << 18, count - sum.count))
      if bytes.isEmpty { break }
      bytes.withUnsafeBytes { sum.add($0) }
    }
    return sum
  }

  /// The lines of the first bytes.
  func lines(in count: Int) throws(JournalError) -> Int {
    var (place, lines) = (0, 0)
    while place < count {
      let bytes = try read(at: place, min(1 << 18, count - place))
      if bytes.isEmpty { break }
      lines += bytes.count { $0 == 10 }
      place += bytes.count
    }
    return lines
  }
}
