import SFCore
import SFJournal
import Testing

@Suite struct TimesTests {
  private let place: Workplace
  private let marks = SampleStream(500, seed: 1).marks

  init() throws { place = try Workplace() }

  private func wall(_ index: Int) -> Timestamp { marks[index] + 137 + Int64(index) }

  private func times(_ range: Range<Int>, upTo head: Timestamp?) throws -> Times {
    let times = try Times(place.path, upTo: head)
    for index in range { try times.append([marks[index]], receivedAt: wall(index)) }
    return times
  }

  private func found(_ index: Int) throws -> Timestamp? {
    try Times.wall(of: marks[index], in: place.path)
  }

  @Test func `each mark has its time`() throws {
    _ = try times(0..<500, upTo: nil)
    for index in stride(from: 0, to: 500, by: 13) { #expect(try found(index) == wall(index)) }
    #expect(try Times.wall(of: marks[3] + 1, in: place.path) == nil)
    #expect(try Times.wall(of: marks[3], in: place.file("nowhere")) == nil)
    let lines = String(decoding: try place.bytes("times"), as: UTF8.self).split(separator: "\n")
    #expect(
      lines.prefix(2) == [
        #"{"times":1}"#,
        #"{"type":"mark","ts":"\#(marks[0])","wall":\#(wall(0).milliseconds)}"#,
      ])
  }

  @Test func `marks that came together have one time`() throws {
    try Times(place.path, upTo: nil).append(Array(marks[..<3]), receivedAt: wall(9))
    for index in 0..<3 { #expect(try found(index) == wall(9)) }
  }

  @Test func `what is behind the head of the journal, torn or a hole is taken away`() throws {
    for length in stride(from: 0, through: 60, by: 7) {
      _ = try times(0..<20, upTo: nil)
      var bytes = Array(try place.bytes("times").dropLast(length))
      bytes += [UInt8](repeating: 0, count: length % 3 * 100)
      try place.write(bytes, to: "times")
      let kept = try Times(place.path, upTo: marks[15])
      try kept.append([marks[19]], receivedAt: wall(1))
      #expect(try found(15) == wall(15) && found(16) == nil && found(19) == wall(1))
      try place.write([], to: "times")
    }
  }

  @Test func `old ones are dropped`() throws {
    let times = try times(0..<100, upTo: nil)
    try times.drop(olderThan: marks[60])
    #expect(try found(59) == nil && found(60) == wall(60) && found(99) == wall(99))
    try times.append([marks[100]], receivedAt: wall(100))
    #expect(try found(100) == wall(100))
    #expect(try place.bytes("times").starts(with: Array("{\"times\":1}\n".utf8)))
  }

  @Test func `all are told in their order, by blocks, but what is damaged`() throws {
    // More than one block of 64 KiB.
    let times = try Times(place.path, upTo: nil)
    for index in marks.indices { try times.append([marks[index]], receivedAt: wall(index)) }
    let many = (1...2_000).map { marks[marks.count - 1] + Int64($0) * 60_000 }
    try times.append(many, receivedAt: wall(7))
    var bytes = try place.bytes("times")
    bytes[bytes.firstIndex(of: UInt8(ascii: ","))! + 1] = UInt8(ascii: "x")
    try place.write(Array(bytes), to: "times")
    var found: [Timestamp] = []
    var walls: [Timestamp] = []
    try Times.forEach(in: place.path) {
      found.append($0)
      walls.append($1)
    }
    #expect(found == Array(marks.dropFirst()) + many)
    #expect(walls.prefix(2) == [wall(1), wall(2)] && walls.last == wall(7))
    try Times.forEach(in: place.file("nowhere")) { _, _ in Issue.record("there is no such file") }
  }
}
