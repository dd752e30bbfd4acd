import Foundation
import SFCore
import SFJournal
import SFTestSupport
import Testing

@Suite struct JournalReaderTests {
  private let place: Workplace
  private let stream = SampleStream(120, from: "2026-01-05T23:00:00.000Z", seed: 2)

  init() throws { place = try Workplace() }

  private var path: String { place.file("journal") }

  /// All that is read from a mark on, in pieces.
  private func rest(
    _ reader: inout JournalReader, behind start: Timestamp?, most: Int
  ) throws -> (bytes: [UInt8], last: JournalReading) {
    var (bytes, mark) = ([UInt8](), start)
    while true {
      let reading = try reader.read(behind: mark, most: most)
      guard case .steps(let steps, let last) = reading else { return (bytes, reading) }
      #expect(!steps.isEmpty)
      bytes += steps
      mark = last
    }
  }

  @Test(arguments: [1, 900, 10_000, 1 << 20])
  func `what stands behind any mark is read, in whole steps`(most: Int) throws {
    let journal = try stream.journal(path, .segments(of: 15_000))
    try journal.finish(stream.tail)
    var reader = try JournalReader(path)
    #expect(try reader.header() == stream.header && reader.head() == stream.marks.last)
    for start in stride(from: -1, to: 120, by: 7) {
      let mark = start < 0 ? nil : stream.marks[start]
      let (bytes, last) = try rest(&reader, behind: mark, most: most)
      #expect(bytes == stream.steps[(start + 1)...].flatMap { $0 }, "behind \(start)")
      #expect(last == .tail(stream.tail))
    }
  }

  @Test func `no more than asked for, unless one step is longer`() throws {
    _ = try stream.journal(path)
    var reader = try JournalReader(path)
    var mark: Timestamp?
    for most in [1, 500, 2_000, 4_096, 5_000, 20_000] {
      guard case .steps(let steps, let last) = try reader.read(behind: mark, most: most) else {
        Issue.record("there are steps behind \(mark?.description ?? "the start")")
        return
      }
      let next = (mark.flatMap { stream.marks.firstIndex(of: $0) } ?? -1) + 1
      #expect(steps.count <= most || steps == stream.steps[next])
      mark = last
    }
  }

  /// A side input says nothing at some marks of the main one; one asks behind the main one's mark.
  @Test func `a mark that is not there stands behind the one before it`() throws {
    _ = try stream.journal(path, .segments(of: 15_000))
    var reader = try JournalReader(path)
    for index in [0, 20, 59, 60, 118] {
      let reading = try reader.read(behind: stream.marks[index] + 1, most: 1)
      #expect(reading == .steps(stream.steps[index + 1], upTo: stream.marks[index + 1]))
      #expect(try reader.mark(before: stream.marks[index] + 1) == stream.marks[index])
      #expect(
        try reader.mark(before: stream.marks[index]) == (index > 0 ? stream.marks[index - 1] : nil))
    }
    #expect(
      try reader.read(behind: stream.marks[0] + -1, most: 1)
        == .steps(stream.steps[0], upTo: stream.marks[0]))
    #expect(try reader.read(behind: .latest, most: 1) == .nothing)
  }

  @Test func `half a step, half a tail and half a header are not there yet`() throws {
    let stream = SampleStream(2)
    let whole = stream.bytes
    let ends = [stream.header.count, stream.header.count + stream.steps[0].count]
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for length in 0...whole.count {
      try place.write(whole[..<length], to: "journal/20260105T090000000.jsonl")
      var reader = try JournalReader(path)
      #expect(try reader.header() == (length < ends[0] ? nil : stream.header))
      let (bytes, last) = try rest(&reader, behind: nil, most: 1 << 16)
      let count = length >= whole.count - stream.tail.count ? 2 : length >= ends[1] ? 1 : 0
      #expect(bytes == stream.steps[..<count].flatMap { $0 }, "of \(length) bytes")
      #expect(last == (length == whole.count ? .tail(stream.tail) : .nothing), "of \(length) bytes")
    }
  }

  @Test func `it sees what is written while it reads, over segments`() throws {
    let journal = try Journal(path, .segments(of: 8_000))
    var reader = try JournalReader(path)
    #expect(try reader.read(behind: nil, most: 1) == .nothing)
    journal.begin(stream.header)
    var mark: Timestamp?
    for (step, last) in zip(stream.steps, stream.marks) {
      try journal.append(step)
      #expect(try reader.read(behind: mark, most: 1 << 16) == .steps(step, upTo: last))
      mark = last
      #expect(try reader.read(behind: mark, most: 1 << 16) == .nothing)
    }
    try journal.finish(stream.tail)
    #expect(try reader.read(behind: mark, most: 1) == .tail(stream.tail))
  }

  /// A writer that was killed had not finished what it cut; what it writes in its place may differ.
  @Test func `it goes on where the writer has cut and written anew`() throws {
    let journal = try stream.journal(path, .segments(of: 8_000))
    var reader = try JournalReader(path)
    _ = try rest(&reader, behind: nil, most: 1 << 16)
    try journal.cut(behind: stream.marks[10])
    #expect(try reader.read(behind: stream.marks[119], most: 1) == .nothing)
    #expect(try reader.head() == stream.marks[10])
    let other = SampleStream(120, from: "2026-01-05T23:00:00.000Z", seed: 99)
    try journal.append(other.steps[11...].flatMap { $0 })
    let (bytes, _) = try rest(&reader, behind: stream.marks[10], most: 1 << 16)
    #expect(bytes == other.steps[11...].flatMap { $0 })
    #expect(
      try reader.read(behind: stream.marks[118], most: 1)
        == .steps(other.steps[119], upTo: stream.marks[119]))
  }

  @Test func `what was dropped is gone, and said to be`() throws {
    let journal = try stream.journal(path, .segments(of: 15_000))
    var reader = try JournalReader(path)
    #expect(try reader.read(behind: nil, most: 1) != .nothing)
    let before = try place.names("journal").count
    try journal.drop(olderThan: stream.marks[70])
    #expect(try place.names("journal").count < before)
    let floor = try #require(journal.floor)
    let dropped = try #require(journal.dropped)
    #expect(dropped < floor && floor <= stream.marks[70])
    reader = try JournalReader(path)
    #expect(try reader.read(behind: nil, most: 1) == .gone(floor: floor))
    #expect(try reader.read(behind: dropped + -1, most: 1) == .gone(floor: floor))
    let first = try #require(stream.marks.firstIndex(of: floor))
    let (bytes, _) = try rest(&reader, behind: dropped, most: 1 << 16)
    #expect(bytes == stream.steps[first...].flatMap { $0 })
    // It is known to the next one who opens the journal, too.
    let again = try Journal(path, .segments(of: 15_000))
    #expect(again.dropped == dropped && again.floor == floor && again.id == journal.id)
  }

  /// Killed between saying so and doing it: the next one to open the journal does the rest.
  @Test func `a drop that was killed is finished`() throws {
    let journal = try stream.journal(path, .segments(of: 15_000))
    let dropped = try journal.mark(behindSegments: 2, of: place.names("journal"))
    let about = #"{"journal":1,"id":"\#(journal.id)","dropped":"\#(dropped)"}"#
    try place.write("\(about)\n".utf8, to: "journal/about")
    var reader = try JournalReader(path)
    guard case .gone = try reader.read(behind: nil, most: 1) else {
      Issue.record("what is being dropped is gone")
      return
    }
    let names = try place.names("journal")
    #expect(try Journal(path).dropped == dropped)
    #expect(try place.names("journal") == Array(names.dropFirst(2)))
  }

  @Test func `a byte that no line can hold is named where it stands`() throws {
    _ = try stream.journal(path)
    let file = try place.names("journal")[1]
    var bytes = try place.bytes("journal/\(file)")
    let line = bytes.indices.filter { bytes[$0] == 10 }[4] + 1
    bytes[line + 8] ^= 0x80
    try place.write(bytes, to: "journal/\(file)")
    var reader = try JournalReader(path)
    let error = #expect(throws: JournalError.self) {
      _ = try rest(&reader, behind: nil, most: 1 << 16)
    }
    #expect(error?.exitStatus == .badData && error?.location == "\(path)/\(file):6:9")
    #expect(error?.message.hasPrefix("found the byte 0x") == true)
  }

  @Test func `another header in a later segment is named`() throws {
    _ = try stream.journal(path)
    let file = try place.names("journal")[1]
    let bytes = try place.bytes("journal/\(file)")
    let other = Array(#"{"type":"header","protocol":1,"stages":[{}]}"#.utf8) + [10]
    try place.write(other + bytes.dropFirst(stream.header.count), to: "journal/\(file)")
    var reader = try JournalReader(path)
    let error = #expect(throws: JournalError.self) {
      _ = try rest(&reader, behind: nil, most: 1 << 16)
    }
    #expect(error?.exitStatus == .badData && error?.location == "\(path)/\(file):1:1")
    #expect(error?.message == "found another header than that of the first segment")
  }
}

extension Journal {
  /// The last mark of the segment before the one at a place.
  fileprivate func mark(behindSegments count: Int, of names: [String]) throws -> Timestamp {
    let first = try #require(MarkName.mark(String(names[count].dropLast(6))))
    var reader = try JournalReader(path)
    return try #require(try reader.mark(before: first))
  }
}
