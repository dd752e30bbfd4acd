import Foundation
import SFCore
import SFJournal
import Testing

@Suite struct JournalTests {
  private let place: Workplace
  private let stream = SampleStream(200, from: "2026-01-05T22:00:00.000Z", seed: 11)

  init() throws { place = try Workplace() }

  private var path: String { place.file("journal") }

  @Test func `a journal is its stream, in segments`() throws {
    let journal = try stream.journal(path, .segments(of: 20_000))
    try journal.finish(stream.tail)
    #expect(try place.stream("journal") == stream.bytes)
    let names = try place.names("journal")
    #expect(names.count > 3 && names.contains("20260106T000000000.jsonl"))
    for name in names {
      #expect(try place.bytes("journal/\(name)").count <= 20_000)
      #expect(try place.bytes("journal/\(name)").starts(with: stream.header))
    }
    #expect(journal.head == stream.marks.last && journal.floor == stream.marks.first)
    #expect(journal.isEnded && journal.tail == stream.tail && journal.cut == nil)
  }

  @Test func `what was opened again is what was written, and has its id`() throws {
    let id = try stream.journal(path, .segments(of: 20_000), steps: 100).id
    let again = try Journal(path, .segments(of: 20_000))
    #expect(again.id == id && id.count == 32)
    #expect(again.header == stream.header && again.head == stream.marks[99])
    #expect(again.cut == nil && !again.isEnded && again.floor == stream.marks[0])
    try stream.goOn(again)
    #expect(try place.stream("journal") == stream.bytes)
    let ended = try Journal(path)
    #expect(ended.isEnded && ended.tail == stream.tail && ended.head == stream.marks.last)
    #expect(try Journal(place.file("other")).id != id)
  }

  /// Segments do not depend on how steps came, so that journals can be compared byte for byte.
  @Test func `steps one by one make the files that all at once make`() throws {
    let (one, all) = (place.file("one"), place.file("all"))
    let journal = try Journal(one, .segments(of: 10_000))
    journal.begin(stream.header)
    for step in stream.steps { try journal.append(step) }
    _ = try stream.journal(all, .segments(of: 10_000))
    #expect(try place.names("one") == place.names("all"))
    for name in try place.names("one") {
      #expect(try place.bytes("one/\(name)") == place.bytes("all/\(name)"))
    }
  }

  /// A year of bars of a day, over a leap day.
  @Test func `each day of a year has its segment`() throws {
    let year = SampleStream(366 * 4, from: "2024-01-01T00:00:00.000Z", every: 6 * 3_600_000)
    var options = Journal.Options()
    options.syncsSegments = false
    _ = try year.journal(path, options)
    let names = try place.names("journal")
    #expect(names.count == 366 && names.contains("20240229T000000000.jsonl"))
    #expect(names.last == "20241231T000000000.jsonl")
  }

  @Test func `a torn end is cut, at every byte of a step`() throws {
    let stream = SampleStream(3)
    let whole = stream.header + stream.steps[0] + stream.steps[1]
    let first = stream.header + stream.steps[0]
    for length in first.count..<whole.count {
      try? FileManager.default.removeItem(atPath: path)  // There is none before the first.
      _ = try stream.journal(path, steps: 1)
      let name = try place.names("journal")[0]
      try place.write(whole[..<length], to: "journal/\(name)")
      let journal = try Journal(path)
      #expect(journal.head == stream.marks[0], "torn at \(length)")
      #expect((journal.cut?.bytes ?? 0) == length - first.count, "torn at \(length)")
      #expect(try place.bytes("journal/\(name)") == first, "torn at \(length)")
      try stream.goOn(journal)
      #expect(try place.stream("journal") == stream.bytes, "torn at \(length)")
    }
  }

  @Test(arguments: ["empty", "half a header", "a header", "zeros"])
  func `a last segment without a whole step goes`(kind: String) throws {
    let stream = SampleStream(4, from: "2026-01-05T23:58:00.000Z")
    _ = try stream.journal(path, steps: 2)
    let content: [UInt8] =
      switch kind {
      case "empty": []
      case "half a header": Array(stream.header.dropLast(5))
      case "a header": stream.header
      default: [UInt8](repeating: 0, count: 8_192)
      }
    try place.write(content, to: "journal/20260106T000000000.jsonl")
    let journal = try Journal(path)
    #expect(journal.head == stream.marks[1])
    #expect(journal.cut?.files == 1 && journal.cut?.bytes == content.count)
    #expect(try place.names("journal").count == 1)
    try stream.goOn(journal)
    #expect(try place.stream("journal") == stream.bytes)
  }

  @Test func `a segment that lost its header is not believed`() throws {
    let stream = SampleStream(4, from: "2026-01-05T23:58:00.000Z")
    _ = try stream.journal(path)
    let last = "journal/20260106T000000000.jsonl"
    try place.write(try place.bytes(last).dropFirst(stream.header.count), to: last)
    // The first day was on the disk before the second began; the second was not yet.
    let journal = try Journal(path)
    #expect(journal.head == stream.marks[1] && journal.cut?.files == 1)
    #expect(
      journal.cut?.damage == "\(path)/20260106T000000000.jsonl:1:1: found no header, "
        + "expected one at the start of the file")
    try stream.goOn(journal)
    #expect(try place.stream("journal") == stream.bytes)
  }

  @Test func `cut behind a mark, it goes on from there`() throws {
    for cut in [0, 1, 99, 150, 199] {
      try? FileManager.default.removeItem(atPath: path)  // There is none before the first.
      let journal = try stream.journal(path, .segments(of: 20_000))
      try journal.finish(stream.tail)
      try journal.sync()
      try journal.cut(behind: stream.marks[cut])
      #expect(journal.head == stream.marks[cut] && !journal.isEnded)
      #expect(journal.synced == stream.marks[cut])
      #expect(try place.stream("journal") == stream.header + stream.steps[...cut].flatMap { $0 })
      try stream.goOn(journal)
      #expect(try place.stream("journal") == stream.bytes)
      #expect(try Journal(path).cut == nil)
    }
  }

  @Test func `cut behind nothing, it begins anew`() throws {
    let journal = try stream.journal(path, .segments(of: 20_000))
    try journal.sync()
    try journal.cut(behind: nil)
    #expect(journal.head == nil && journal.header == nil && journal.synced == nil)
    #expect(try place.names("journal") == [])
    try stream.goOn(journal)
    #expect(try place.stream("journal") == stream.bytes)
  }

  @Test func `a mark that is not there is nothing to cut behind`() throws {
    let journal = try stream.journal(path)
    let error = #expect(throws: JournalError.self) { try journal.cut(behind: stream.marks[3] + 1) }
    #expect(error?.exitStatus == .badData)
    #expect(try Journal(path).head == stream.marks.last)
  }

  @Test func `a stream without steps is kept, too`() throws {
    let stream = SampleStream(0)
    let journal = try Journal(path)
    try stream.goOn(journal)
    #expect(journal.isEnded && journal.head == nil && journal.floor == nil)
    #expect(try place.stream("journal") == stream.bytes)
    let again = try Journal(path)
    #expect(again.isEnded && again.tail == stream.tail && again.header == stream.header)
  }

  @Test func `a journal of another format is refused`() throws {
    _ = try stream.journal(path)
    try place.write("{\"journal\":2,\"id\":\"x\"}\n".utf8, to: "journal/about")
    let error = #expect(throws: JournalError.self) { try Journal(path) }
    #expect(error?.exitStatus == .protocolMismatch)
    #expect(error?.message == "found format 2 in '\(path)/about', expected 1")
    try place.write("{\"jou".utf8, to: "journal/about")
    #expect(throws: JournalError.self) { try Journal(path) }
  }
}
