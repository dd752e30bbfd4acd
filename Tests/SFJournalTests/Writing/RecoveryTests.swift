import SFCore
import SFJournal
import Testing

@Suite struct RecoveryTests {
  private let stream = SampleStream(4, seed: 1)

  /// The ends of header, steps and tail in the bytes of the whole stream.
  private var ends: [Int] {
    var ends = [stream.header.count]
    for step in stream.steps { ends.append((ends.last ?? 0) + step.count) }
    return ends
  }

  private func recovery(_ bytes: [UInt8], header: [UInt8]? = nil) -> Recovery {
    var recovery = Recovery(header: header)
    let whole = (bytes.lastIndex(of: 10) ?? -1) + 1
    bytes.withUnsafeBytes { _ = recovery.take(UnsafeRawBufferPointer(rebasing: $0[..<whole])) }
    return recovery
  }

  @Test func `all of a stream that is whole is kept`() {
    let found = recovery(stream.bytes)
    #expect(found.kept == stream.bytes.count && found.damage == nil)
    #expect(found.head == stream.marks.last && found.header == stream.header)
    #expect(found.tail == ends[4]..<stream.bytes.count)
  }

  @Test func `a stream that is torn at any byte is kept up to its last whole step`() {
    for length in 0..<stream.bytes.count {
      let found = recovery(Array(stream.bytes[..<length]))
      let whole = ends.last { $0 <= length } ?? 0
      #expect(found.kept == whole, "torn at \(length)")
      #expect(found.damage == nil && found.tail == nil, "torn at \(length)")
      let steps = ends.lastIndex(of: whole) ?? 0
      #expect(found.head == (steps > 0 ? stream.marks[steps - 1] : nil), "torn at \(length)")
    }
  }

  /// A hole of zeros, with good lines behind it: nothing behind its start counts.
  @Test func `a hole at any byte ends what is kept`() {
    for place in stream.header.count..<stream.bytes.count - 1 {
      var bytes = stream.bytes
      for index in place..<min(bytes.count - 1, place + 5) { bytes[index] = 0 }
      let found = recovery(bytes)
      #expect(found.kept == ends.last { $0 <= place }, "hole at \(place)")
      #expect(found.damage != nil || place + 5 >= bytes.count, "hole at \(place)")
    }
  }

  @Test func `damage says where it stands`() {
    var bytes = stream.bytes
    bytes[ends[2] + 3] = 0
    let lines = bytes[..<ends[2]].count { $0 == 10 }
    #expect(
      recovery(bytes).damage
        == Recovery.Damage(
          line: lines + 1, column: 4, message: "found the byte 0x0, expected no control character"))
  }

  @Test(arguments: [
    ("a header in the middle", 1, "found a header"), ("marks that go back", 2, "found mark"),
    ("a line behind the end", 3, "found a line behind 'end'"),
    ("no header", 4, "found no header"), ("another header", 5, "found another header"),
  ])
  func `what no stream can be is not kept`(name: String, change: Int, message: String) {
    var (bytes, kept, header) = (stream.header + stream.steps[0], ends[1], [UInt8]?.none)
    switch change {
    case 1: bytes += stream.header + stream.steps[1]
    case 2: bytes += stream.steps[0]
    case 3:
      bytes += stream.tail + stream.steps[1]
      kept += stream.tail.count
    case 4: (bytes, kept) = (stream.steps[0], 0)
    default: (header, kept) = (Array("{\"type\":\"header\"}\n".utf8), 0)
    }
    let found = recovery(bytes, header: header)
    #expect(found.kept == kept, "\(name)")
    #expect(found.damage?.message.hasPrefix(message) == true, "\(found.damage?.message ?? "")")
  }

  @Test func `closing lines without an end are written again`() {
    let closing = Array("{\"type\":\"x_note\"}\n".utf8)
    let whole = stream.header + stream.steps[0] + closing + stream.tail
    #expect(recovery(whole).tail == ends[1]..<whole.count)
    let torn = recovery(stream.header + stream.steps[0] + closing)
    #expect(torn.kept == ends[1] && torn.tail == nil)
  }

  @Test func `a stream without steps ends, too`() {
    let found = recovery(stream.header + stream.tail)
    #expect(found.holdsSteps && found.head == nil && found.tail?.lowerBound == ends[0])
    #expect(!recovery(stream.header).holdsSteps)
  }
}
