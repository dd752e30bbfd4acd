import Foundation
import SFCore
import SFJournal
import Testing

/// What stood on the disk, and what became of it.
@Suite struct SyncedTests {
  private let place: Workplace
  private let stream = SampleStream(40, from: "2026-01-05T23:50:00.000Z", seed: 5)
  private let second = "journal/20260106T000000000.jsonl"

  init() throws { place = try Workplace() }

  private var path: String { place.file("journal") }

  /// A journal whose first 30 steps are on the disk, and 5 more are not.
  private func journal() throws -> Journal {
    let journal = try stream.journal(path, steps: 30)
    try journal.sync()
    try journal.append(stream.steps[30..<35].flatMap { $0 })
    return journal
  }

  @Test func `what is on the disk is known, also when it is opened again`() throws {
    #expect(try journal().synced == stream.marks[29])
    let again = try Journal(path)
    #expect(again.synced == stream.marks[29] && again.head == stream.marks[34])
    try again.sync()
    #expect(again.synced == stream.marks[34])
  }

  /// The day before is on the disk before the next one begins.
  @Test func `a full segment is on the disk`() throws {
    #expect(try stream.journal(path).synced == stream.marks[9])
    var options = Journal.Options()
    options.syncsSegments = false
    #expect(try stream.journal(place.file("rehearsal"), options).synced == nil)
  }

  @Test func `a hole behind it is cut`() throws {
    _ = try journal()
    var bytes = try place.bytes(second)
    for index in bytes.count - 20..<bytes.count - 10 { bytes[index] = 0 }
    try place.write(bytes, to: second)
    let again = try Journal(path)
    #expect(again.head == stream.marks[33])
    #expect(again.cut?.damage?.contains("found the byte 0x0") == true)
  }

  /// A power cut takes nothing of what was synced: to go on would hide what else has happened.
  @Test func `a hole before it is an error that says where, and nothing is cut`() throws {
    _ = try journal()
    var bytes = try place.bytes(second)
    let line = stream.header.count + stream.steps[10].count
    bytes[line + 4] = 0
    try place.write(bytes, to: second)
    let error = #expect(throws: JournalError.self) { try Journal(path) }
    #expect(error?.exitStatus == .badData && error?.location == "\(place.file(second)):4:5")
    #expect(error?.message == "found the byte 0x0, expected no control character")
    #expect(try place.bytes(second) == bytes)
  }

  @Test func `a segment that is gone is an error`() throws {
    _ = try journal()
    try FileManager.default.removeItem(atPath: place.file(second))
    let error = #expect(throws: JournalError.self) { try Journal(path) }
    #expect(error?.exitStatus == .badData)
    #expect(
      error?.message == "'\(path)' ends at mark \(stream.marks[9]), "
        + "expected mark \(stream.marks[29]), which stood on the disk")
  }

  /// It is written without a sync: half of it, or nothing, says nothing.
  @Test(arguments: ["", "2026-01-05T23:59:00.000Z", "2026-01-05T23:59:00.000Z 0123456789abcdef\n"])
  func `a note that is not whole says nothing`(text: String) throws {
    _ = try journal()
    try place.write(text.utf8, to: "journal/synced")
    #expect(try Journal(path).synced == nil)
  }
}
