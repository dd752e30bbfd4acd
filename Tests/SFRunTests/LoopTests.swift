import Foundation
import SFCore
import SFTestSupport
import Testing
import SFRun

/// The run loop, seen from outside: lines in, lines out.
@Suite struct LoopTests {
  private typealias L = Loop
  private static let whole = [
    L.header, L.bar(1), L.mark(1), L.bar(2), L.bar(2, "B"), L.mark(2),
    L.end(2, "\"bar\":3,\"mark\":2"),
  ]
  private static let expected = [
    L.grown, L.bar(1), L.signal(1, 1), L.mark(1), L.bar(2), L.bar(2, "B"), L.signal(2, 2),
    L.signal(2, 3, "B"), L.mark(2), L.closing(2), L.end(2, "\"bar\":3,\"mark\":2"),
  ]

  @Test func `adds itself to the header and its lines before the mark`() {
    let loop = Loop(Self.whole)
    #expect(loop.lines == Self.expected)
    #expect(loop.outcome == .done && loop.error == nil)
  }

  @Test(arguments: [1, 2, 3, 7, 100, 1_000])
  func `reads in pieces of any size`(piece: Int) {
    #expect(Loop(Self.whole, piece: piece).lines == Self.expected)
  }

  @Test func `takes a last line without a line feed`() {
    #expect(Loop(text: Self.whole.joined(separator: "\n")).lines == Self.expected)
  }

  @Test func `passes over blank lines and forwards carriage returns`() {
    let spaced = Self.whole.flatMap { ["", $0, "  \t", "\r"] }
    #expect(Loop(spaced).lines == Self.expected)
    let loop = Loop(Self.whole, ending: "\r\n")
    #expect(loop.outcome == .done)
    // For Swift "\r\n" is one character.
    #expect(loop.output.filter { $0 == "\r\n" }.count == Self.whole.count)
    #expect(
      loop.output.replacingOccurrences(of: "\r", with: "")
        == Self.expected.map { $0 + "\n" }.joined())
  }

  /// Header, marks and end: each may be missing.
  @Test func `makes a foreign stream whole`() {
    let end = L.end(2, "\"bar\":3,\"mark\":2")
    let expected = [L.made] + Self.expected.dropFirst().dropLast() + [end]
    #expect(Loop([L.bar(1), L.bar(2), L.bar(2, "B")]).lines == expected)
    #expect(Loop([L.bar(1), L.mark(1), L.bar(2), L.bar(2, "B")]).lines == expected)
    #expect(Loop([L.bar(1), L.bar(2), L.bar(2, "B"), L.mark(2)]).lines == expected)
    #expect(Loop([L.bar(1), L.bar(2), L.bar(2, "B"), end]).lines == expected)
    #expect(Loop([L.bar(1), L.bar(2), L.bar(2, "B"), L.mark(2), end]).lines == expected)
    let grown = [L.grown] + expected.dropFirst()
    #expect(Loop([L.header, L.bar(1), L.bar(2), L.bar(2, "B"), end]).lines == grown)
  }

  @Test func `makes an empty stream whole`() {
    #expect(Loop(text: "").lines == [L.made, L.end(nil)])
    #expect(Loop(text: "\n \n").lines == [L.made, L.end(nil)])
    #expect(Loop([L.header, L.end(nil)]).lines == [L.grown, L.end(nil)])
  }

  @Test func `forwards types that it does not know, verbatim and in place`() {
    let notes = [
      "{\"type\":\"note\",\"ts\":\"yesterday\",\"n\":1.50}", "{ \"b\" : 2 , \"type\":\"x_é\" }",
      "{\"type\":\"unknown\"}",
    ]
    let input = [L.header, notes[0], L.bar(1), notes[1], L.mark(1), notes[2], L.end(1)]
    #expect(
      Loop(input).lines == [
        L.grown, notes[0], L.bar(1), notes[1], L.signal(1, 1), L.mark(1), notes[2], L.closing(1),
        L.end(1),
      ])
  }

  @Test func `keeps closing lines between the last mark and the end`() {
    let fill = "{\"type\":\"equity\",\"ts\":\"\(L.ts(1))\"}"
    let note = "{\"type\":\"note\"}"
    let input = [L.header, L.bar(1), L.mark(1), fill, note, fill, L.end(1)]
    let expected = [
      L.grown, L.bar(1), L.signal(1, 1), L.mark(1), fill, note, fill, L.closing(1), L.end(1),
    ]
    #expect(Loop(input).lines == expected)
    #expect(Loop(input, piece: 1).lines == expected)
    // Without a header the end is made up, and counts them.
    let foreign = Loop([L.bar(1), L.mark(1), fill])
    #expect(
      foreign.lines.suffix(4) == [
        L.mark(1), fill, L.closing(1), L.end(1, "\"bar\":1,\"equity\":1,\"mark\":1"),
      ])
  }

  @Test(arguments: [
    (
      [L.header, L.bar(2), L.bar(1)],
      "3:1: found ts 2026-01-05T09:01:00.000Z behind a line of 2026-01-05T09:02:00.000Z, expected ts never to go back"
    ),
    (
      [L.header, L.bar(2), L.mark(2), L.bar(1)],
      "4:1: found ts 2026-01-05T09:01:00.000Z behind mark 2026-01-05T09:02:00.000Z, expected a later ts"
    ),
    (
      [L.header, L.bar(2), L.mark(2), L.bar(2, "B"), L.bar(3)],
      "4:1: found ts 2026-01-05T09:02:00.000Z behind mark 2026-01-05T09:02:00.000Z, expected a later ts"
    ),
    (
      [L.header, L.bar(2), L.mark(2), L.bar(2, "B"), L.mark(3)],
      "4:1: found ts 2026-01-05T09:02:00.000Z behind mark 2026-01-05T09:02:00.000Z, expected a later ts"
    ),
    (
      [L.header, L.bar(2), L.mark(2), L.mark(2)],
      "4:1: found ts 2026-01-05T09:02:00.000Z behind mark 2026-01-05T09:02:00.000Z, expected a later ts"
    ),
    (
      [L.header, L.mark(2), L.mark(1)],
      "3:1: found ts 2026-01-05T09:01:00.000Z behind mark 2026-01-05T09:02:00.000Z, expected a later ts"
    ),
    (
      [L.header, L.bar(1), L.header],
      "3:1: found a header in the middle of the stream, expected one at its start"
    ),
    (
      [L.header, L.bar(1), L.mark(1), L.end(1), L.bar(2)],
      "5:1: found a line behind 'end', expected the end of the input"
    ),
    (
      [L.header, L.bar(1), L.mark(1), L.end(2)],
      "4:1: found an end of 2026-01-05T09:02:00.000Z, expected the ts of the last mark, 2026-01-05T09:01:00.000Z"
    ),
    (
      [L.header, L.bar(1), L.mark(1), L.end(nil)],
      "4:1: found an end of no ts, expected the ts of the last mark, 2026-01-05T09:01:00.000Z"
    ),
    ([L.header, L.bar(1), L.bar(1)], "3:1: found a second bar of A 1m, expected one for each ts"),
    ([L.header, "{\"type\":\"bar\"}"], "2:15: found a bar without 'ts', expected a timestamp"),
    ([L.header, "{\"type\":\"mark\"}"], "2:16: found a mark without 'ts', expected a timestamp"),
    ([L.header, "", L.bar(1), "junk"], "4:1: found 'junk', expected '{'"),
    (
      ["{\"type\":\"header\",\"protocol\":1}"],
      "1:31: found a header without 'stages', expected who made the stream, with which settings"
    ),
  ])
  func `stops at what is wrong, and where`(lines: [String], message: String) {
    for piece in [Int.max, 1] {
      let loop = Loop(lines, piece: piece)
      #expect(loop.error == message)
      #expect(loop.status == .badData && loop.outcome == nil)
    }
  }

  @Test func `writes what was complete before an error`() {
    let loop = Loop([L.header, L.bar(1), L.mark(1), L.bar(2), "junk"])
    #expect(loop.lines == [L.grown, L.bar(1), L.signal(1, 1), L.mark(1), L.bar(2)])
  }

  @Test func `refuses another protocol`() {
    let loop = Loop(["{\"type\":\"header\",\"protocol\":2,\"stages\":[]}"])
    #expect(loop.status == .protocolMismatch)
    #expect(loop.error == "1:1: found protocol 2, expected protocol 1")
  }

  @Test func `makes up no end for a stream that was cut`() {
    let loop = Loop([L.header, L.bar(1), L.mark(1), L.bar(2)])
    #expect(loop.outcome == .cut)
    #expect(loop.lines == [L.grown, L.bar(1), L.signal(1, 1), L.mark(1), L.bar(2)])
    #expect(Loop([L.header]).outcome == .cut)
  }

  @Test func `refuses a line longer than a mebibyte, by its number`() {
    let long = "{\"type\":\"note\",\"x_text\":\"" + String(repeating: "x", count: 1 << 20) + "\"}"
    let fits =
      "{\"type\":\"note\",\"x_text\":\"" + String(repeating: "x", count: (1 << 20) - 27) + "\"}"
    #expect(fits.utf8.count == 1 << 20)
    for piece in [Int.max, 100_000] {
      let loop = Loop([L.header, fits, long, L.bar(1)], piece: piece)
      #expect(
        loop.error
          == "3:1048577: found a line longer than 1 MiB, expected at most 1048576 bytes a line")
      #expect(loop.status == .badData)
      let skipping = Loop(
        [L.header, long + long + long, L.bar(1), L.mark(1), L.end(1)], piece: piece, skip: 1)
      #expect(
        skipping.lines == [L.grown, L.bar(1), L.signal(1, 1), L.mark(1), L.closing(1), L.end(1)])
      #expect(skipping.skipped == 1)
    }
  }

  @Test func `skips bad lines when asked, says each and counts them`() {
    let late = L.bar(1, "B")
    let input = [
      L.header, "junk", L.bar(1), L.mark(1), late, late, L.bar(2), "{\"type\":\"bar\"}", L.mark(2),
      L.end(2),
    ]
    let loop = Loop(input, skip: .max)
    #expect(loop.outcome == .done && loop.skipped == 4)
    #expect(
      loop.lines == [
        L.grown, L.bar(1), L.signal(1, 1), L.mark(1), L.bar(2), L.signal(2, 2), L.mark(2),
        L.closing(2), L.end(2),
      ])
    #expect(loop.warnings.map { $0.prefix(4) } == ["-:2:", "-:6:", "-:5:", "-:8:"])
    #expect(Loop(input, skip: 4).outcome == .done)
    let bounded = Loop(input, skip: 3)
    #expect(bounded.error?.hasPrefix("8:15:") == true && bounded.skipped == 3)
  }

  @Test func `forwards the types that it was told, and its own`() {
    func run(_ types: LineTypes) -> [String] {
      Loop(Self.whole, [Chain.Link(CountingStage(), entry: L.entry, forwards: types)]).lines
    }
    let own = [L.signal(1, 1), L.signal(2, 2), L.signal(2, 3, "B"), L.closing(2)]
    #expect(run([]) == own)
    #expect(
      run(LineTypes([.header, .mark, .end])) == Self.expected.filter { !$0.contains("\"bar\",") })
    #expect(
      run(LineTypes(.bar)).filter { !own.contains($0) } == [L.bar(1), L.bar(2), L.bar(2, "B")])
    #expect(run(.all) == Self.expected)
  }

  /// Two stages in one loop write what the second writes behind the first.
  @Test func `is the same in one process as behind a pipe`() {
    for types in [
      LineTypes.all, LineTypes([.header, .mark, .end, .bar]), LineTypes([.header, .mark, .end]),
    ] {
      let links = [Chain.Link(CountingStage(), entry: L.entry, forwards: types), L.counter]
      let together = Loop(Self.whole, links).output
      let piped = Loop(text: Loop(Self.whole, [links[0]]).output, [links[1]]).output
      #expect(together == piped)
    }
  }

  @Test func `binds at the first step with bars`() {
    let loop = Loop([L.header, L.mark(1), L.bar(2), L.mark(2), L.end(2)])
    #expect(
      loop.lines == [
        L.grown, L.mark(1), L.bar(2), L.signal(2, 1), L.mark(2), L.closing(2), L.end(2),
      ])
  }
}
