import SFCore
import SFRun
import SFTestSupport
import SFWire
import Testing

/// Several places in a chain where lines are written, each of which sees its part of them.
@Suite struct TapTests {
  /// Behind the counter a stage that hands on nothing but the frame, as a gate does.
  private static var links: [Chain.Link] {
    [
      Loop.counter,
      Chain.Link(
        SilentStage(), entry: StageEntry(name: "silent", version: "1", config: []),
        forwards: [.init(.header), .init(.mark), .init(.end)]),
    ]
  }

  private struct SilentStage: Stage {
    var reads: LineTypes { LineTypes(.signal) }
    var writes: LineTypes { [] }
    mutating func update(_ step: inout Step) {}
  }

  /// What is written at each place of a run over bars whose marks the chain makes.
  private func texts(at places: [Int], _ text: String) throws -> [String] {
    let sinks = places.map { _ in MemorySink() }
    var chain = Chain(
      WireSource(MemorySource(text)), Self.links,
      zip(places, sinks).map { Tap(after: $0, to: $1) })
    #expect(try chain.run() == .done)
    return sinks.map(\.text)
  }

  @Test func `each place has what it has alone, whatever is written elsewhere`() throws {
    // Long enough that blocks leave some of the places in mid-run.
    let start: Timestamp = "2026-01-05T00:00:00.000Z"
    let text = (0..<1_500 as Range<Int64>).map { minute in
      "{\"type\":\"bar\",\"ts\":\"\(start + minute * 60_000)\",\"symbol\":\"A\","
        + "\"interval\":\"1m\",\"open\":1.0,\"high\":2.0,\"low\":1.0,\"close\":1.5}\n"
    }.joined()
    let alone = try (0...2).map { try texts(at: [$0], text)[0] }
    #expect(Set(alone).count == 3)
    for places in [[1, 2], [2, 1], [0, 1, 2], [2, 2, 1, 0], [1, 1, 1, 1, 2]] {
      #expect(try texts(at: places, text) == places.map { alone[$0] }, "\(places)")
    }
  }
}
