import SFCore
import SFIngest
import SFTestSupport
import Testing

@Suite struct WireRowsTests {
  private func bar(_ minute: Int, _ symbol: String = "A", _ more: String = "") -> String {
    "{\"type\":\"bar\",\"ts\":\"2021-01-01T00:0\(minute):00.000Z\",\"symbol\":\"\(symbol)\","
      + "\"interval\":\"1m\",\"open\":1.5,\"high\":2.0,\"low\":1.0,\"close\":1.25\(more)}\n"
  }

  private let header = "{\"type\":\"header\",\"protocol\":1,\"stages\":[]}\n"
  private let end = "{\"type\":\"end\",\"reason\":\"end_of_input\",\"counts\":{}}\n"

  private func reading(_ text: String) throws -> Reading { try Reading.of(text, name: "a.jsonl") }

  @Test func `takes bars and counts what it drops`() throws {
    let signal =
      "{\"type\":\"signal\",\"ts\":\"2021-01-01T00:01:00.000Z\",\"symbol\":\"A\",\"interval\":\"1m\","
      + "\"detector\":\"d\",\"direction\":\"rise\",\"strength\":1.0}\n"
    let mark = "{\"type\":\"mark\",\"ts\":\"2021-01-01T00:01:00.000Z\"}\n"
    let reading = try reading(
      header + bar(1, "A", ",\"volume\":3.0,\"trades\":4") + signal + "{\"type\":\"mine\"}\n" + mark
        + bar(4) + end)
    #expect(
      reading.lines == [
        "2021-01-01T00:01:00.000Z A 1m 1.5 2.0 1.0 1.25 v3.0 trades=4.0",
        "gap 2021-01-01T00:02:00.000Z 2021-01-01T00:03:00.000Z 2",
        "2021-01-01T00:04:00.000Z A 1m 1.5 2.0 1.0 1.25",
      ])
    #expect(
      reading.notes == [
        .dropped(
          file: "a.jsonl",
          lines: [End.Count(type: "signal", lines: 1), End.Count(type: "unknown", lines: 1)])
      ])
  }

  @Test func `says that a stream with a header and no end was cut`() throws {
    #expect(try reading(header + bar(1)).notes == [.cut(file: "a.jsonl")])
    #expect(try reading(bar(1)).notes.isEmpty)
    #expect(try reading(header + bar(1) + end).notes.isEmpty)
  }

  @Test func `refuses bars that are none`() {
    func error(_ text: String) -> String { Reading.error(text, name: "a.jsonl") }
    #expect(
      error(bar(1) + "{\"type\":\"bar\"}\n")
        == "2:15: found a bar without 'ts', expected a timestamp")
    #expect(error(bar(2) + bar(1)).hasPrefix("2:1: found 2021-01-01T00:01:00.000Z behind"))
    #expect(
      error(bar(1).replacing("1.0,", with: "0.0,"))
        == "1:1: found a price of 0 or less, expected prices above 0")
    #expect(error(bar(1).replacing("1.25", with: "1.")).hasPrefix("1:"))
    #expect(error(bar(1) + "nonsense\n") == "2:1: found 'nonsense', expected '{'")
  }

  /// `sf-ingest` of what `sf-ingest` wrote is the same again.
  @Test func `merges with files of other formats`() throws {
    let csv = ("B.csv", "time,open,high,low,close\n2021-01-01 00:01,1,1,1,1\n")
    let lines = try Reading.of([("a.jsonl", bar(1) + bar(2)), csv], .minutes).lines
    #expect(
      lines.map { $0.dropFirst(11).prefix(15) } == [
        "00:01:00.000Z A", "00:02:00.000Z A", "00:02:00.000Z B",
      ])
  }
}
