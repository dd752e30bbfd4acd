import Foundation
import SFCore
import SFJournal
import SFRun
import SFTestSupport
import Testing

/// A byte that is another one than was written, wherever it stands: also where the line means
/// something still.
@Suite struct FlippedByteTests {
  private let place: Workplace
  private let stream = SampleStream(900, from: "2026-01-05T20:00:00.000Z", seed: 41)
  private static let options = Journal.Options.segments(of: 150_000)

  init() throws { place = try Workplace() }

  private var path: String { place.file("journal") }

  /// Reads all of the stream as a tool does.
  private func read() throws -> [UInt8] {
    let source = try JournalSource(path, name: "journal")
    var (stream, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 10_000))
    while true {
      let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
      if count == 0 { return stream }
      stream += buffer[..<count]
    }
  }

  /// Changes a byte of a file below `limit`, does something, and changes it back.
  private func flip(
    _ name: String, below limit: Int, _ random: inout SplitMix64, _ body: (String) throws -> Void
  ) throws {
    let bytes = try place.bytes("journal/\(name)")
    let at = Int(random.next() % UInt64(limit))
    var flipped = bytes
    // One bit, or another digit.
    let isDigit = bytes[at] >= 0x30 && bytes[at] <= 0x39 && random.next() % 2 == 0
    flipped[at] =
      isDigit ? 0x30 + (bytes[at] - 0x2F) % 10 : bytes[at] ^ 1 << UInt8(random.next() % 8)
    try place.write(flipped, to: "journal/\(name)")
    try body("\(name), byte \(at): \(bytes[at]) is \(flipped[at])")
    #expect(try place.bytes("journal/\(name)") == flipped, "nothing is cut")
    try place.write(bytes, to: "journal/\(name)")
  }

  private func expectFound(_ name: String, _ comment: String, _ body: () throws -> Void) {
    let error = #expect(throws: JournalError.self, "\(comment)") { try body() }
    #expect(error?.exitStatus == .badData, "\(comment)")
    #expect(error?.location?.hasPrefix(place.file("journal/\(name)")) == true, "\(comment)")
  }

  @Test func `in a full segment its reader finds it`() throws {
    _ = try stream.journal(path, Self.options)
    let full = try place.names("journal").dropLast()
    #expect(full.count > 3)
    #expect(
      try place.names("journal", ".sum").map { $0.dropLast(4) } == full.map { $0.dropLast(6) })
    var random = SplitMix64(state: 8)
    for _ in 0..<400 {
      let name = full[Int(random.next() % UInt64(full.count))]
      try flip(name, below: try place.bytes("journal/\(name)").count, &random) { comment in
        expectFound(name, comment) { _ = try read() }
      }
    }
    #expect(try read() == stream.header + stream.steps.flatMap { $0 })
  }

  @Test(arguments: [false, true])
  func `in the last one, up to what was synced, its reader and its writer find it`(
    hasEnded: Bool
  ) throws {
    let journal = try stream.journal(path, Self.options, steps: 890)
    if hasEnded { try stream.goOn(journal) } else { try journal.sync() }
    let name = try #require(try place.names("journal").last)
    let synced = try place.bytes("journal/\(name)").count
    if !hasEnded { try journal.append(stream.steps[890...].flatMap { $0 }) }
    let whole = try read()
    var random = SplitMix64(state: 9)
    for _ in 0..<300 {
      try flip(name, below: synced, &random) { comment in
        expectFound(name, comment) { _ = try read() }
        expectFound(name, comment) { _ = try Journal(path, Self.options) }
      }
    }
    #expect(try read() == whole)
    #expect(try Journal(path, Self.options).cut == nil)
  }

  @Test func `it is said which lines do not count`() throws {
    let journal = try stream.journal(path, steps: 10)
    try journal.sync()
    try journal.append(stream.steps[10])
    let name = try place.names("journal")[0]
    var bytes = try place.bytes("journal/\(name)")
    let digit = try #require(stream.steps[0].lastIndex(of: UInt8(ascii: "0")))
    bytes[stream.header.count + digit - 3] = UInt8(ascii: "7")
    try place.write(bytes, to: "journal/\(name)")
    let error = #expect(throws: JournalError.self) { try read() }
    #expect(error?.location == place.file("journal/\(name)"))
    #expect(
      error?.message.contains(" in lines 1 to 21, expected ") == true, "\(error?.message ?? "")")
  }

  /// Journals that were begun before there were sums.
  @Test func `where no sum was noted a journal is read as it stands`() throws {
    let journal = try stream.journal(path, Self.options)
    try journal.sync()
    for name in try place.names("journal", ".sum") {
      try FileManager.default.removeItem(atPath: place.file("journal/\(name)"))
    }
    // The form that `synced` had then.
    let text = Array("\(stream.marks[890]) ".utf8)
    try place.write(text + Array("\(Fingerprint(of: text))\n".utf8), to: "journal/synced")
    let name = try place.names("journal")[1]
    var bytes = try place.bytes("journal/\(name)")
    bytes[try #require(bytes.lastIndex(of: 0xA4))] = 0xB6
    try place.write(bytes, to: "journal/\(name)")
    let read = try read()
    #expect(read != stream.header + stream.steps.flatMap { $0 })
    #expect(read.count == (stream.header + stream.steps.flatMap { $0 }).count)
    let again = try Journal(path, Self.options)
    #expect(again.synced == stream.marks[890])
    try stream.goOn(again)
  }

  /// What was never safe may be cut and written otherwise; nobody has changed the disk then.
  @Test func `what its writer wrote anew is no flipped byte`() throws {
    let journal = try stream.journal(path, Self.options, steps: 300)
    var reader = try JournalReader(path)
    var mark: Timestamp?
    while case .steps(_, let last) = try reader.read(behind: mark, most: 5_000) { mark = last }
    #expect(mark == stream.marks[299])
    // As long as before, of other letters; the last step is the same.
    try journal.cut(behind: stream.marks[250])
    let anew = stream.steps[251..<299].flatMap { $0 }.map { $0 == 0xA4 ? 0xB6 : $0 }
    try journal.append(anew + stream.steps[299])
    try stream.goOn(journal)
    while true {
      switch try reader.read(behind: mark, most: 5_000) {
      case .steps(_, let last): mark = last
      case .tail(let tail):
        #expect(tail == stream.tail && mark == stream.marks.last)
        return
      default:
        Issue.record("the reader has lost its place")
        return
      }
    }
  }
}
