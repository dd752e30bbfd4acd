import Foundation
import SFCore
import SFJournal
import Testing

@Suite struct RetentionTests {
  private let place: Workplace
  private let keep = Retention(.milliseconds(30 * 86_400_000))

  init() throws { place = try Workplace() }

  private var path: String { place.file("journal") }

  /// A year with a leap day, of a bar an hour: what is old is dropped behind it as it grows.
  @Test func `a year goes by and a month is kept`() throws {
    let year = SampleStream(366 * 24, from: "2024-01-01T00:00:00.000Z", every: 3_600_000)
    var options = Journal.Options()
    options.syncsSegments = false
    let journal = try Journal(path, options)
    let times = try Times(place.path, upTo: nil)
    journal.begin(year.header)
    var follower = try JournalReader(path)
    var (position, followed) = (Timestamp?.none, 0)
    for day in 0..<366 {
      let hours = day * 24..<(day + 1) * 24
      try journal.append(year.steps[hours].flatMap { $0 })
      try times.append(Array(year.marks[hours]), receivedAt: year.marks[hours.upperBound - 1])
      let limit = keep.limit(at: try #require(journal.head))
      try journal.drop(olderThan: limit)
      try times.drop(olderThan: limit)
      // A consumer that keeps up never notices.
      while case .steps(let steps, let last) = try follower.read(behind: position, most: 1 << 16) {
        position = last
        followed += steps.count
      }
      #expect(position == journal.head)
      let count = try place.names("journal").count
      #expect(count == min(day + 1, 31), "day \(day)")
      #expect(try #require(journal.floor) <= max(limit, year.marks[0]), "day \(day)")
    }
    #expect(followed == year.steps.reduce(0) { $0 + $1.count })
    try journal.finish(year.tail)
    try expectDecember(year, try Journal(path))
    #expect(try Times.wall(of: year.marks[8_000], in: place.path) == nil)
    #expect(try Times.wall(of: year.marks[8_700], in: place.path) != nil)
  }

  /// What is left is a stream of its own: header, the steps that are kept, the end.
  private func expectDecember(_ year: SampleStream, _ journal: Journal) throws {
    let floor = try #require(journal.floor)
    let first = try #require(year.marks.firstIndex(of: floor))
    #expect(floor == "2024-12-01T00:00:00.000Z" && journal.dropped == year.marks[first - 1])
    let kept = year.header + year.steps[first...].flatMap { $0 } + year.tail
    let source = try JournalSource(path, name: "run")
    var bytes: [UInt8] = []
    let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 14, alignment: 16)
    defer { piece.deallocate() }
    while case let count = try source.read(into: piece), count > 0 {
      bytes += UnsafeRawBufferPointer(rebasing: piece[..<count])
    }
    #expect(bytes == kept && !source.isOpen)
  }

  @Test func `the segment that is written to stays, however old it is`() throws {
    let stream = SampleStream(3, every: 86_400_000)
    let journal = try stream.journal(path)
    try journal.drop(olderThan: .latest)
    #expect(journal.floor == stream.marks[2] && journal.dropped == stream.marks[1])
    try journal.drop(olderThan: .latest)
    #expect(journal.dropped == stream.marks[1])
  }
}
