import SFCore
import SFRun
import SFWire
import Testing

import SFServe

@Suite struct ChildStreamTests {
  private static let header = #"{"type":"header","protocol":1,"stages":[]}"# + "\n"

  private static func mark(_ minute: Int) -> String {
    #"{"type":"mark","ts":"2026-01-05T00:0"# + "\(minute)" + #":00.000Z"}"# + "\n"
  }

  /// A line of a type that our tools do not read.
  private static func line(_ minute: Int, _ type: String = "control") -> String {
    #"{"type":""# + type + #"","ts":"2026-01-05T00:0"# + "\(minute)" + #":00.000Z"}"# + "\n"
  }

  private static func bar(_ minute: Int) -> String { line(minute, "bar") }

  private static let end = #"{"type":"end","reason":"done","counts":{}}"# + "\n"

  /// All of a stream, read in pieces of a size.
  private func stream(
    _ text: String, piece: Int = 7, behind mark: Timestamp? = nil
  ) throws -> ChildStream {
    let stream = ChildStream(MemorySource(text, piece: piece), name: "mine", behind: mark)
    while try stream.read() {}
    return stream
  }

  private func text(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [1, 7, 1_000])
  func `a whole stream comes out as it is`(piece: Int) throws {
    let steps = Self.bar(1) + Self.mark(1) + Self.bar(2) + Self.bar(2) + Self.mark(2)
    let tail = Self.bar(2) + Self.end
    let stream = try stream(Self.header + steps + tail, piece: piece)
    #expect(stream.header == Array(Self.header.utf8))
    #expect(text(stream.steps) == steps)
    #expect(stream.marks == ["2026-01-05T00:01:00.000Z", "2026-01-05T00:02:00.000Z"])
    #expect(stream.tail == Array(tail.utf8) && stream.hasEnded && !stream.isFromOutside)
    stream.dropSteps()
    #expect(stream.steps.isEmpty && stream.marks.isEmpty && stream.tail == Array(tail.utf8))
  }

  @Test func `marks are made up where a foreign stream has none`() throws {
    let stream = try stream(Self.bar(1) + Self.bar(1) + Self.bar(3) + Self.bar(4))
    #expect(stream.header == nil && stream.hasBegun)
    #expect(
      text(stream.steps) == Self.bar(1) + Self.bar(1) + Self.mark(1) + Self.bar(3) + Self.mark(3))
    stream.dropSteps()
    stream.closeStep()
    #expect(text(stream.steps) == Self.bar(4) + Self.mark(4) && stream.tail.isEmpty)
  }

  @Test func `a mark of a later step closes the one before`() throws {
    let stream = try stream(Self.bar(1) + Self.mark(2))
    #expect(text(stream.steps) == Self.bar(1) + Self.mark(1) + Self.mark(2))
    stream.dropSteps()
    #expect(stream.steps.isEmpty)
  }

  @Test func `an end closes the open step`() throws {
    let stream = try stream(Self.bar(1) + Self.end)
    #expect(text(stream.steps) == Self.bar(1) + Self.mark(1))
    #expect(stream.tail == Array(Self.end.utf8))
  }

  @Test func `keys in any order, and white space, are those of a mark, too`() throws {
    let foreign = #"{ "ts": "2026-01-05T00:01:00.000Z", "type": "mark" }"# + "\n"
    let stream = try stream(Self.bar(1) + foreign)
    #expect(text(stream.steps) == Self.bar(1) + foreign)
    stream.dropSteps()
    #expect(stream.steps.isEmpty)
  }

  @Test func `lines of unknown types keep their places`() throws {
    let unknown = "{\"type\":\"mine\"}\n"
    let stream = try stream(unknown + Self.bar(1) + unknown + Self.mark(1) + unknown)
    #expect(text(stream.steps) == unknown + Self.bar(1) + unknown + Self.mark(1))
    #expect(stream.tail == Array(unknown.utf8))
  }

  @Test(arguments: ["decision", "control"])
  func `knows what was said from outside, once its step is whole`(type: String) throws {
    let text = Self.bar(1) + Self.mark(1) + Self.line(2, type)
    #expect(try !stream(text).isFromOutside)
    let whole = try stream(text + Self.mark(2))
    #expect(whole.isFromOutside)
    whole.dropSteps()
    #expect(!whole.isFromOutside)
  }

  @Test(arguments: [
    (bar(2) + bar(1), "mine:2:1", "ts never to go back"),
    (mark(2) + mark(2), "mine:2:1", "a later ts"),
    (mark(2) + bar(1), "mine:2:1", "a later ts"),
    (mark(2) + bar(2) + bar(3), "mine:3:1", "the end of the stream"),
    (mark(2) + bar(2) + mark(3), "mine:3:1", "the end of the stream"),
    (bar(1) + header, "mine:2:1", "one at its start"),
    (end + bar(1), "mine:2:1", "expected nothing"),
    ("{\"type\":\"mark\"}\n", "mine:1:16", "a timestamp"),
    ("x\n", "mine:1:1", "expected '{'"),
  ])
  func `refuses what is no stream`(text: String, place: String, reason: String) throws {
    let error = try #require(throws: InputError.self) { try stream(text) }
    #expect(
      error.place == place && error.message.contains(reason), "\(error.place) \(error.message)")
    #expect(error.exitStatus == .badData)
  }

  @Test func `goes on behind a mark`() throws {
    let behind: Timestamp = "2026-01-05T00:02:00.000Z"
    #expect(text(try stream(Self.bar(3) + Self.mark(3), behind: behind).steps).count > 0)
    #expect(throws: InputError.self) { try stream(Self.mark(2), behind: behind) }
    // Closing lines only: the run that goes on had come to its last mark.
    #expect(try stream(Self.bar(2) + Self.end, behind: behind).hasEnded)
  }
}
