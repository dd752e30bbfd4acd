import SFSession
import Testing

@Suite struct LogLinesTests {
  private func line(_ second: Int, _ text: String) -> Substring {
    "2026-01-05T09:31:0\(second).000Z \(text)"
  }

  @Test func `a single log stays as it is`() {
    #expect(
      LogLines.merged([("a", [line(2, "x"), line(1, "y")])])
        == ["2026-01-05T09:31:02.000Z x", "2026-01-05T09:31:01.000Z y"])
  }

  @Test func `several are one, by time and then by stage`() {
    let merged = LogLines.merged([
      ("b", [line(1, "x"), line(3, "y")]), ("a", []),
      ("c", [line(1, "z"), line(2, "u"), line(3, "v")]),
    ])
    #expect(
      merged.map { $0.dropFirst(25) } == ["b: x", "c: z", "c: u", "b: y", "c: v"])
    #expect(merged[0] == "2026-01-05T09:31:01.000Z b: x")
  }

  /// What a clock that was set back has written stays in the order in which it was said.
  @Test func `lines of one stage keep their order`() {
    let merged = LogLines.merged([("a", [line(5, "x"), line(1, "y")]), ("b", [line(3, "z")])])
    #expect(merged.map { $0.dropFirst(25) } == ["b: z", "a: x", "a: y"])
  }
}
