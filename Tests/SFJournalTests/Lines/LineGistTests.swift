import SFCore
import SFJournal
import Testing

@Suite struct LineGistTests {
  static let mark: Timestamp = "2026-01-05T09:31:00.000Z"

  @Test(arguments: [
    #"{"type":"mark","ts":"2026-01-05T09:31:00.000Z"}"#,
    #"{"type":"mark","ts":"2026-01-05T09:31:00.000Z","x_mine":1}"#,
    #"{"type": "mark", "ts": "2026-01-05T09:31:00.000Z"}"#,
    #"{"ts":"2026-01-05T09:31:00.000Z","type":"mark"}"#,
    #"  {"type":"mark" ,"ts":"2026-01-05T09:31:00.000Z"}  "#,
    #"{"type":"m\u0061rk","ts":"2026-01-05T09:31:00.000Z"}"#,
    #"{"\u0074ype":"mark","ts":"2026-01-05T09:31:00.000Z"}"#,
    "{\"type\":\"mark\",\"ts\":\"2026-01-05T09:31:00.000Z\"}\r",
  ])
  func `a mark is one in any spelling`(line: String) {
    #expect(gist(line) == .mark(Self.mark))
  }

  @Test(
    arguments: [
      (#"{"type":"end","ts":"2026-01-05T09:31:00.000Z","reason":"x","counts":{}}"#, .end),
      (#"{"counts": {}, "type": "end"}"#, .end),
      (#"{"type":"header","protocol":1,"stages":[]}"#, .header),
      (#"{"protocol": 1, "type": "header"}"#, .header),
      (#"{"type":"bar","ts":"2026-01-05T09:31:00.000Z"}"#, .other),
      (#"{"type":"model","ts":"2026-01-05T09:31:00.000Z"}"#, .other),
      (#"{"type":"equity","ts":"2026-01-05T09:31:00.000Z"}"#, .other),
      (#"{"type":"x_note","text":"\"mark\""}"#, .other),
      (#"{"type":"x_note","text":"mark"}"#, .other),
      (#"{"type":"x_mark","ts":"2026-01-05T09:31:00.000Z","kind":"mark"}"#, .other),
      (#"{"type":"mark","ts":"2026-02-30T09:31:00.000Z"}"#, .other),
      (#"{"type":"mark","ts":"2026-01-05"}"#, .other), (#"{"type":"mark"}"#, .other),
      (#"{"type":"mark"#, .other), ("", .other), ("{", .other), ("\"", .other),
    ] as [(String, LineGist)])
  func `what is none is not taken for one`(line: String, expected: LineGist) {
    #expect(gist(line) == expected)
  }

  private func gist(_ line: String) -> LineGist {
    Array(line.utf8).withUnsafeBytes { LineGist($0) }
  }
}
