import SFCore
import SFRun
import SFTestSupport
import SFWire
import Testing

/// Several inputs, joined by their marks.
@Suite struct JoinTests {
  @Test(arguments: [
    (MarkJoin.Head.awaited, MarkJoin.Turn.wait), (.ended, .silent), (.step(minute(2)), .take),
    (.step(minute(3)), .silent), (.step(minute(1)), .stray(minute(1))),
  ])
  func `a mark is complete when every input has come to it`(
    head: MarkJoin.Head, turn: MarkJoin.Turn
  ) {
    #expect(MarkJoin.turn(of: head, at: minute(2)) == turn)
  }

  /// Marks of an input, with what it says at them: `1a 2 3bc end`; without `end` it was cut. `3d-` are
  /// lines behind the mark.
  private func text(_ script: String) -> String {
    let lines = script.split(separator: " ").flatMap { word -> [String] in
      if word == "end" { return [] }
      let mark = Int(word.prefix { $0.isNumber }) ?? 0
      let said = word.drop { $0.isNumber }.map { refusal(mark, String($0)) }
      return word.hasSuffix("-") ? said.dropLast() : said + [Loop.mark(mark)]
    }
    let last = script.split(separator: " ").last { $0 != "end" }.flatMap {
      Int($0.prefix { $0.isNumber })
    }
    let end = script.hasSuffix("end") ? [Loop.end(last)] : []
    return ([Loop.header] + lines + end).map { $0 + "\n" }.joined()
  }

  private func refusal(_ mark: Int, _ reason: String) -> String {
    "{\"type\":\"refusal\",\"ts\":\"\(Loop.ts(mark))\",\"symbol\":\"A\",\"by\":\"x\",\"reason\":\"\(reason)\",\"order\":\"1\"}"
  }

  private func fill(_ mark: Int, _ id: String) -> String {
    "{\"type\":\"fill\",\"ts\":\"\(Loop.ts(mark))\",\"id\":\"\(id)\",\"order\":\"1\",\"symbol\":\"A\",\"side\":\"buy\",\"price\":1.0,\"quantity\":1.0,\"fee\":0.0,\"position\":\"1\",\"liquidity\":\"taker\",\"at\":\"\(Loop.ts(mark))\"}"
  }

  private func answers(_ step: Step) -> String {
    step.answers.map { answer in
      if case .refusal(let refusal) = answer { refusal.reason.rawValue } else { "?" }
    }.joined()
  }

  /// What came of the steps: `1aB 2 3 end`.
  private func joined(
    _ main: String, _ sides: [String], closes: Bool = false
  ) throws -> String {
    let reads = LineTypes(.refusal)
    let source = JoinedSource(
      WireSource(MemorySource(text(main), piece: 40)),
      sides.enumerated().map {
        SideInput(
          "side \($0)", WireSource(MemorySource(text($1), piece: 7)), reads: reads, closes: closes)
      })
    _ = try source.begin()
    var (step, lines, said) = (Step(), ForwardedLines(), [String]())
    while true {
      switch try source.next(&step, &lines, reads: reads, refuses: []) {
      case .lines: break
      case .mark:
        let minutes = (step.ts - minute(0)) / 60_000
        said.append("\(minutes)" + step.refusals.map(\.reason.rawValue).joined() + answers(step))
      case .end: return (said + ["end" + answers(step)]).joined(separator: " ")
      case .cut: return (said + ["cut"]).joined(separator: " ")
      case .open: return (said + ["open"]).joined(separator: " ")
      case .interrupted: return (said + ["interrupted"]).joined(separator: " ")
      }
    }
  }

  @Test(arguments: [
    ("1a 2b 3c end", ["1x 2y 3z end"], "1ax 2by 3cz end"),
    // Main first, then the others in their order, whoever was faster.
    ("1a 2 end", ["1x 2y end", "1p 2q end"], "1axp 2yq end"),
    // A mark that another input lacks: nothing was said at it.
    ("1a 2b 3c 4d end", ["2y 4z end"], "1a 2by 3c 4dz end"),
    // One is far ahead, and one has ended long before.
    ("1 2 3 end", ["1x 2y 3z 4 5 6 7 end"], "1x 2y 3z end"),
    ("1 2 3 end", ["1x end"], "1x 2 3 end"),
    ("1 2 3", ["1x 2y 3z end"], "1x 2y 3z cut"),
    // What is cut cannot be gone on without.
    ("1 2 3 end", ["1x"], "1x cut"), ("end", ["1x end"], "end"),
  ])
  func `a step holds what each input said at its mark`(
    main: String, sides: [String], expected: String
  ) throws {
    for _ in 0..<20 { #expect(try joined(main, sides) == expected) }
  }

  @Test(arguments: [
    ("1 2 end", "1x 2 2yz- end", "1x 2 endyz"), ("1 2 end", "1 2x", "1 2x cut"),
    // One that has ended long before has closed with its own mark.
    ("1 2 end", "1x 1y- end", "1x 2 endy"), ("end", "end", "end"),
  ])
  func `closing lines of an input that closes with the main one are its own`(
    main: String, side: String, expected: String
  ) throws {
    for _ in 0..<20 { #expect(try joined(main, [side], closes: true) == expected) }
  }

  @Test func `a mark behind the end of the main input is an error where both close together`() {
    #expect(throws: StageError.self) { try joined("1 end", ["1 2x end"], closes: true) }
  }

  /// What is said of orders is cut from no order by the types of its lines.
  @Test func `answers keep the order in which they came`() throws {
    let lines = [
      refusal(1, "a"), fill(1, "b"), refusal(1, "c"), fill(1, "d"), Loop.mark(1),
    ]
    let source = JoinedSource(
      WireSource(MemorySource(stream([]))),
      [
        SideInput(
          "answers",
          WireSource(
            MemorySource(([Loop.header] + lines + [Loop.end(1)]).map { $0 + "\n" }.joined())),
          reads: .answers)
      ])
    _ = try source.begin()
    var (step, forwarded) = (Step(), ForwardedLines())
    _ = try source.next(&step, &forwarded, reads: [], refuses: [])
    let said = step.answers.map { answer in
      switch answer {
      case .fill(let fill): fill.id
      case .refusal(let refusal): refusal.reason.rawValue
      case .order, .control: "?"
      }
    }
    #expect(said == ["a", "b", "c", "d"])
    #expect(step.fills.isEmpty && step.refusals.isEmpty)
  }

  @Test func `a mark that the main input lacks is an error`() throws {
    let error = #expect(throws: StageError.self) { try joined("1 3 end", ["1 2x 3 end"]) }
    #expect(
      error?.message.contains("found mark 2026-01-05T09:02:00.000Z in the input 'side 0'") == true)
  }

  /// Bars of an input that numbers its series in another order keep their names.
  @Test func `series are known by name`() throws {
    let source = JoinedSource(
      WireSource(MemorySource(stream([Loop.bar(1, "A"), Loop.bar(1, "B")]))),
      [
        SideInput(
          "market", WireSource(MemorySource(stream([Loop.bar(1, "C"), Loop.signal(1, 1, "B")]))),
          reads: [LineTypes(.bar), LineTypes(.signal)])
      ])
    _ = try source.begin()
    var (step, lines) = (Step(), ForwardedLines())
    _ = try source.next(&step, &lines, reads: LineTypes(.bar), refuses: [])
    #expect(step.bars.map { step.series[$0.series].symbol.text } == ["A", "B", "C"])
    #expect(step.signals.map { step.series[$0.series].symbol.text } == ["B"])
  }

  private func stream(_ lines: [String]) -> String {
    ([Loop.header] + lines + [Loop.mark(1), Loop.end(1)]).map { $0 + "\n" }.joined()
  }

  /// All is read while the main input has no step, or none any more.
  @Test(arguments: [0, 10])
  func `an input beside the main one never makes its writer wait`(takenBefore: Int) throws {
    let marks = (0..<50_000).map { Timestamp(milliseconds: Int64($0 + 1) * 1_000) }
    let side = marks.map { "{\"type\":\"mark\",\"ts\":\"\($0)\"}\n" }.joined()
    let gate = Lock()
    let source = CountedSource(MemorySource(Loop.header + "\n" + side), gate)
    let input = SideInput("side", WireSource(source), reads: [])
    try input.start()
    var step = Step()
    for (place, mark) in marks.enumerated() {
      if place == takenBefore { gate.locked { gate.wait { !source.isAtEnd } } }
      step.begin(mark)
      let ending = try input.take(into: &step, nil)
      if ending != nil { Issue.record("ended at \(mark)") }
    }
  }

  /// Says when all of it has been read.
  private final class CountedSource: ByteSource {
    private let source: MemorySource
    private let gate: Lock
    private(set) var isAtEnd = false

    init(_ source: MemorySource, _ gate: Lock) { (self.source, self.gate) = (source, gate) }

    var name: String { source.name }
    var isReady: Bool { true }

    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
      let count = source.read(into: buffer)
      if count == 0 {
        gate.locked {
          isAtEnd = true
          gate.signal()
        }
      }
      return count
    }
  }
}

private func minute(_ minute: Int) -> Timestamp {
  Timestamp("2026-01-05T09:0\(minute):00.000Z") ?? .earliest
}
