import SFCore
import SFRun
import SFTestSupport
import SFWire
import Testing

/// A run that is stopped at any mark goes on with the bytes that the whole one writes there.
@Suite struct LoopResumeTests {
  private typealias L = Loop
  private static let note = "{\"type\":\"note\"}"
  private static let equity = "{\"type\":\"equity\",\"ts\":\"\(L.ts(3))\"}"

  /// Streams as they may come: whole, and without header, marks or end.
  static let streams: [[String]] = [
    [
      L.header, note, L.bar(1), L.mark(1), L.mark(2), note, L.bar(3), L.bar(3, "B"), L.mark(3),
      note,
      equity, L.end(3),
    ],
    [L.bar(1), note, L.bar(2), L.bar(2, "B"), note, L.bar(3)],
    [L.bar(1), L.mark(1), note, L.bar(2), L.mark(2), L.bar(3), L.mark(3), equity],
    [L.bar(1), L.bar(3), L.end(3)],
    [L.header, L.bar(1), L.mark(1), L.bar(2), L.mark(2), L.bar(3)],
    [
      L.header, "junk", L.bar(1), L.mark(1), L.bar(1), L.bar(1), L.bar(2), "{\"type\":\"bar\"}",
      L.mark(2), "junk", L.bar(3), L.mark(3), L.end(3),
    ],
  ]

  private struct Run {
    var bytes: [UInt8] = []
    var outcome: Chain.Outcome?
    var skipped = 0
    var saved: [RunMemory] = []

    init(_ lines: [String], resuming memory: RunMemory? = nil) throws {
      let sink = MemorySink()
      let text = lines.map { $0 + "\n" }.joined()
      let source = WireSource(MemorySource(text, piece: 50), policy: .init(skipped: 9))
      var chain = Chain(source, [L.counter, L.counter], [Tap(after: 2, to: sink)])
      if let memory { try chain.resume(memory) }
      var saved: [RunMemory] = []
      chain.atMark = { chain in
        let memory = try chain.commit()
        saved.append(try #require(memory))
      }
      outcome = try chain.run()
      (bytes, skipped, self.saved) = (sink.bytes, chain.skippedLines, saved)
    }
  }

  @Test(arguments: streams)
  func `goes on at every mark`(lines: [String]) throws {
    let whole = try Run(lines)
    #expect(whole.saved.count >= 2)
    for (index, memory) in whole.saved.enumerated() {
      let rest = try Run(lines, resuming: InMemory.resumed(memory))
      #expect(rest.bytes == Array(whole.bytes[memory.lengths[0]...]), "behind \(memory.mark)")
      #expect(rest.outcome == whole.outcome && rest.skipped == whole.skipped)
      #expect(
        rest.saved.map(\.lengths) == whole.saved[(index + 1)...].map(\.lengths),
        "positions behind \(memory.mark)")
    }
  }

  /// As from a journal: with the header, or without it.
  @Test func `takes an input that begins behind the mark`() throws {
    let whole = try Run(Self.streams[0])
    let rest = Self.streams[0][5...]
    for lines in [[L.header] + rest, Array(rest)] {
      let run = try Run(lines, resuming: whole.saved[1])
      #expect(run.bytes == Array(whole.bytes[whole.saved[1].lengths[0]...]))
    }
    // Closing lines have the time of the mark, and are told from what stood before it by the mark.
    let closing = [L.header, L.mark(3)] + Self.streams[0].suffix(3)
    let end = try Run(closing, resuming: whole.saved[2])
    #expect(end.bytes == Array(whole.bytes[whole.saved[2].lengths[0]...]))
  }

  @Test func `says when the input ends before the mark`() throws {
    let memory = try #require(try Run(Self.streams[1]).saved.last)
    let error = #expect(throws: InputError.self) {
      try Run(Array(Self.streams[1].prefix(2)), resuming: memory)
    }
    #expect(error?.message.contains("found the end of the input, expected mark") == true)
    // With a header it was cut, as it may have been before.
    let cut = try #require(try Run(Self.streams[4]).saved.last)
    #expect(try Run(Array(Self.streams[4].prefix(3)), resuming: cut).outcome == .cut)
  }

  @Test func `refuses the stream of another pipeline`() throws {
    func header(_ setting: Int) -> String {
      "{\"type\":\"header\",\"protocol\":1,\"stages\":[{\"name\":\"a\",\"version\":\"1\",\"config\":"
        + "{\"files\":\"\(setting)\"}},{\"name\":\"b\",\"version\":\"\(setting)\",\"config\":{\"n\":\(setting / 10)}}]}"
    }
    let rest = [L.bar(1), L.mark(1), L.bar(2), L.mark(2), L.end(2)]
    let memory = try #require(try Run([header(1)] + rest).saved.first)
    // Other files at its start, and another version, are the same pipeline.
    _ = try Run([header(2)] + rest, resuming: memory)
    let error = #expect(throws: ConfigurationError.self) {
      try Run([header(10)] + rest, resuming: memory)
    }
    #expect(error?.message.contains("other stages or settings (b)") == true)
  }

  @Test func `a checkpoint knows whose it is`() throws {
    let links = [L.counter]
    let configuration = try CheckpointFile.configuration(of: links)
    let memory = try #require(try Run(Self.streams[0]).saved.first)
    var bytes = try CheckpointFile(memory, configuration: configuration).bytes
    func read(_ bytes: [UInt8], _ configuration: String) throws -> RunMemory {
      try CheckpointFile(bytes, name: "x", configuration: configuration, of: links).memory
    }
    #expect(try read(bytes, configuration).mark == memory.mark)
    var other = links[0]
    other.entry?.config = [Setting("n", 1)]
    let changed = try CheckpointFile.configuration(of: [other])
    #expect(throws: CheckpointError.self) { try read(bytes, changed) }
    other.entry = L.entry
    other.entry?.version = "2"
    #expect(try CheckpointFile.configuration(of: [other]) == configuration)
    bytes[bytes.count - 1] ^= 1
    let error = #expect(throws: CheckpointError.self) { try read(bytes, configuration) }
    #expect(error?.message == "'x' is damaged")
  }
}
