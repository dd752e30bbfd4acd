import SFCore
import SFRun
import SFTestSupport
import Testing

/// Lines of every type with keys that nobody knows, read in full and handed on.
@Suite struct ForwardTests {
  private struct ReadingStage: Stage {
    var reads: LineTypes { .all }
    var writes: LineTypes { [] }
    mutating func update(_ step: inout Step) {}
  }

  @Test func `a line that is read is forwarded byte for byte`() throws {
    var random = RandomStep(seed: 71)
    for _ in 0..<20 {
      let step = random.next()
      let lines = RandomStep.lines(of: step).map { line in
        line.text.dropLast() + ",\"x_note\": 1.50,\"later\":{\"a\":[null]}}"
      }.map(String.init)
      let mark = "{\"type\":\"mark\",\"ts\":\"\(step.ts)\"}"
      let loop = Loop(lines + [mark], [Chain.Link(ReadingStage(), entry: Loop.entry)])
      #expect(loop.error == nil)
      #expect(Array(loop.lines.dropFirst().dropLast()) == lines + [mark])
    }
  }
}
