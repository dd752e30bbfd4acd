import SFTestSupport
import Testing

/// A checker never says clean of what it has not read, and one line out of order ends no check.
@Suite struct LimitTests {
  /// A stream of bars with a column that no header names in each of so many marks, which are
  /// warnings, and what follows.
  private func stream(_ marks: Int, _ rest: String) -> String {
    let header =
      #"{"type":"header","protocol":1,"stages":[{"name":"x","version":"1","config":{},"columns":["a"]}]}"#
    let steps = (1...marks).map { mark in
      let ts =
        "2024-01-01T00:\(mark / 60 < 10 ? "0" : "")\(mark / 60):\(mark % 60 < 10 ? "0" : "")\(mark % 60).000Z"
      return #"""
        {"type":"bar","ts":"\#(ts)","symbol":"A","interval":"1s","open":1.0,"high":1.0,"low":1.0,"close":1.0}
        {"type":"features","ts":"\#(ts)","symbol":"A","interval":"1s","values":{"a":1.0,"c\#(mark)":1.0}}
        {"type":"mark","ts":"\#(ts)"}

        """#
    }
    return header + "\n" + steps.joined() + rest
  }

  @Test func `warnings beyond the limit hide no error`() throws {
    let result = try Shell.run(
      "sf-check | tail -n 1; echo ${PIPESTATUS[0]}", input: stream(150, "no json\n"))
    #expect(result.output.hasSuffix("\n1\n"), "\(result.output)")
    #expect(result.output.contains("error: "), "\(result.output)")
    #expect(result.error.contains("warnings that are not shown (--max-findings): "))
  }

  @Test func `the limit ends a check whose outcome is known`() throws {
    let result = try Shell.run(
      "sf-check --strict --max-findings 7 > out; echo $?; wc -l < out", input: stream(150, ""))
    #expect(result.output == "1\n7\n" && result.error.contains("stopped after 7 findings"))
  }

  @Test func `features that come late are a finding`() throws {
    let late =
      #"{"type":"features","ts":"2024-01-01T00:00:01.000Z","symbol":"A","interval":"1s","values":{"a":1.0}}"#
    let again =
      #"{"type":"bar","ts":"2024-01-01T00:00:09.000Z","symbol":"A","interval":"1s","open":1.0,"high":1.0,"low":1.0,"close":1.0}"#
    let result = try Shell.run(
      "sf-check; echo $?", input: stream(3, "\(again)\n\(late)\n\(late)\n"))
    #expect(result.output.hasSuffix("1\n"), "\(result)")
    #expect(
      result.output.contains(
        "-:12:1: error: found ts 2024-01-01T00:00:01.000Z behind a line of 2024-01-01T00:00:09.000Z"
      ),
      "\(result.output)")
  }
}
