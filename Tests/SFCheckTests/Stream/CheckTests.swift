import Foundation
import SFTestSupport
import Testing

/// `sf-check` on streams: what each rule finds, with line and level.
@Suite struct CheckTests {
  private typealias L = CheckLines

  @Test(
    arguments: [
      (
        "clean",
        L.start + [
          L.bar("09:02"), L.signal("09:02", "d"), L.mark("09:02"),
          L.end("09:02", "\"bar\":2,\"mark\":2"),
        ], []
      ),
      ("empty", [], ["1 error header"]),
      ("no header", [L.bar("09:01"), L.mark("09:01"), L.end("09:01")], ["1 error header"]),
      ("no end", L.start, ["3 error end"]),
      (
        "no mark", [L.header, L.bar("09:01"), L.bar("09:02"), L.mark("09:02"), L.end("09:02")],
        ["3 error mark"]
      ),
      ("no last mark", [L.header, L.bar("09:01"), L.end("09:01")], ["3 error mark"]),
      ("back in time", L.start + [L.bar("09:00"), L.end("09:01")], ["4 error time"]),
      (
        "back within a step",
        [L.header, L.bar("09:02"), L.bar("09:01", "B"), L.mark("09:02"), L.end("09:02")],
        ["3 error time"]
      ),
      (
        "behind its mark",
        L.start + [L.signal("09:01", "d"), L.bar("09:02"), L.mark("09:02"), L.end("09:02")],
        ["4 error behind_mark"]
      ),
      (
        "a bar as closing line", L.start + [L.bar("09:01", "B"), L.end("09:01")],
        ["4 error behind_mark"]
      ),
      ("a closing line", L.start + [L.signal("09:01", "d"), L.end("09:01")], []),
      ("two marks", L.start + [L.mark("09:01"), L.end("09:01")], ["4 error time"]),
      (
        "behind the end", L.start + [L.end("09:01"), L.bar("09:02"), L.mark("09:02")],
        ["5 error behind_end"]
      ),
      (
        "two streams",
        L.start + [L.end("09:01"), L.header, L.bar("09:01"), L.mark("09:01"), L.end("09:01")],
        ["5 error header"]
      ),
      ("wrong end", L.start + [L.end("09:02")], ["4 error end"]),
      (
        "wrong counts", L.start + [L.end("09:01", "\"bar\":2,\"mark\":1,\"gap\":4")],
        ["4 error counts"]
      ),
      (
        "the same bar twice",
        [L.header, L.bar("09:01"), L.bar("09:01"), L.mark("09:01"), L.end("09:01")],
        ["3 error line"]
      ),
      (
        "bars out of order",
        [L.header, L.bar("09:01", "B"), L.bar("09:01", "A"), L.mark("09:01"), L.end("09:01")],
        ["3 error order"]
      ),
      (
        "types out of order",
        [L.header, L.signal("09:01", "d"), L.bar("09:01"), L.mark("09:01"), L.end("09:01")],
        ["3 warning order"]
      ),
      (
        "close outside",
        [
          L.header,
          L.bar("09:01", "A", ",\"x_a\":1").replacing("\"close\":1.5", with: "\"close\":2.5"),
          L.mark("09:01"), L.end("09:01"),
        ], ["2 error line"]
      ),
      (
        "unknown key",
        [L.header, L.bar("09:01", "A", ",\"volumne\":1"), L.mark("09:01"), L.end("09:01")],
        ["2 warning key"]
      ),
      (
        "market fields",
        [
          L.header, L.bar("09:01", "A", ",\"trades\":1,\"funding_rate\":0.1"), L.mark("09:01"),
          L.end("09:01"),
        ], []
      ),
      (
        "null",
        [L.header, L.bar("09:01", "A", ",\"volume\":null"), L.mark("09:01"), L.end("09:01")],
        ["2 warning null"]
      ),
      (
        "NaN", [L.header, L.bar("09:01", "A", ",\"volume\":NaN"), L.mark("09:01"), L.end("09:01")],
        ["2 error line"]
      ),
      (
        "too near",
        L.start + [
          "{\"type\":\"bar\",\"ts\":\"2026-01-05T09:01:30.000Z\"" + L.bar("09:02").dropFirst(26),
          "{\"type\":\"mark\",\"ts\":\"2026-01-05T09:01:30.000Z\"}",
          "{\"type\":\"end\",\"ts\":\"2026-01-05T09:01:30.000Z\",\"reason\":\"\",\"counts\":{}}",
        ], ["4 error interval"]
      ),
      (
        "unsaid gap", L.start + [L.bar("09:04"), L.mark("09:04"), L.end("09:04")], ["4 warning gap"]
      ),
      (
        "right gap",
        L.start + [
          L.gap("09:04", "09:02", "09:03", 2), L.bar("09:04"), L.mark("09:04"), L.end("09:04"),
        ], []
      ),
      (
        "gap of wrong count",
        L.start + [
          L.gap("09:04", "09:02", "09:03", 3), L.bar("09:04"), L.mark("09:04"), L.end("09:04"),
        ],
        ["4 error gap"]
      ),
      (
        "gap that ends early",
        L.start + [
          L.gap("09:04", "09:02", "09:02", 1), L.bar("09:04"), L.mark("09:04"), L.end("09:04"),
        ],
        ["4 error gap"]
      ),
      (
        "gap that begins late",
        L.start + [
          L.gap("09:04", "09:03", "09:03", 1), L.bar("09:04"), L.mark("09:04"), L.end("09:04"),
        ],
        ["4 error gap"]
      ),
      (
        "gap without bar",
        L.start + [L.gap("09:04", "09:02", "09:03", 2), L.mark("09:04"), L.end("09:04")],
        ["4 error gap"]
      ),
      (
        "gap behind its bar",
        L.start + [
          L.bar("09:04"), L.gap("09:04", "09:02", "09:03", 2), L.mark("09:04"), L.end("09:04"),
        ],
        ["4 warning gap", "5 error gap"]
      ),
      (
        "gap where none is",
        L.start + [
          L.gap("09:02", "09:01", "09:01", 1), L.bar("09:02"), L.mark("09:02"), L.end("09:02"),
        ],
        ["4 error gap", "4 error gap"]
      ),
      (
        "signal twice",
        [
          L.header, L.bar("09:01"), L.signal("09:01", "d"), L.signal("09:01", "d"), L.mark("09:01"),
          L.end("09:01"),
        ], ["4 error signal"]
      ),
      (
        "name twice",
        [
          L.header, L.bar("09:01"), L.features("09:01", "\"a\":1"),
          L.features("09:01", "\"b\":1,\"a\":1"),
          L.mark("09:01"), L.end("09:01"),
        ], ["4 error line"]
      ),
      (
        "features without bar",
        [
          L.header, L.bar("09:01"), L.features("09:01", "\"a\":1", "B"), L.mark("09:01"),
          L.end("09:01"),
        ],
        ["3 warning features"]
      ),
      (
        "columns",
        [
          L.header.replacing(
            "\"config\":{}", with: "\"config\":{},\"columns\":[\"a\",\"c\",\"c\"]"),
          L.bar("09:01"), L.features("09:01", "\"a\":1,\"b\":2"), L.mark("09:01"), L.end("09:01"),
        ], ["1 error columns", "3 warning columns", "1 warning columns", "1 warning columns"]
      ),
      (
        "stage without version",
        [
          L.header.replacing(",\"version\":\"1\"", with: ""),
          L.end("09:01").replacing("\"ts\":\"09:01\",", with: ""),
        ], ["1 error header"]
      ),
      (
        "reserved",
        [L.header, "{\"type\":\"target\",\"ts\":\"09:01\"}", L.mark("09:01"), L.end("09:01")],
        ["2 warning type"]
      ),
      (
        "nearly a type", [L.header, "{\"type\":\"signals\"}", L.mark("09:01"), L.end("09:01")],
        ["2 warning type"]
      ),
      ("blank line", [L.header, "", L.mark("09:01"), L.end("09:01")], ["2 warning blank"]),
      (
        "carriage return", [L.header + "\r", L.mark("09:01") + "\r", L.end("09:01")],
        ["1 warning return"]
      ),
    ] as [(String, [String], [String])])
  func `finds it and nothing else`(name: String, lines: [String], expected: [String]) throws {
    #expect(try L.findings(lines) == expected, "\(name)")
  }

  @Test func `goes on behind a line that is too long`() throws {
    let long = "{\"type\":\"x\",\"x_a\":\"" + String(repeating: "x", count: 3 << 20) + "\"}"
    #expect(
      try L.findings(L.start + [long, "junk", L.end("09:01")]) == [
        "4 error line", "5 error line",
      ])
  }

  @Test func `counts warnings when asked, and stops when it has enough`() throws {
    let input = L.line(
      [L.header, "", L.mark("09:01"), L.end("09:01")].joined(separator: "\n"))
    #expect(try Shell.run("sf-check", input: input).status == 0)
    #expect(try Shell.run("sf-check --strict", input: input).status == 1)
    let junk = try Shell.run("sf-check --max-findings 2", input: "a\nb\nc\n")
    #expect(junk.output.split(separator: "\n").count == 2 && junk.status == 1)
    #expect(junk.error == "sf-check: stopped after 2 findings (--max-findings)\n")
  }
}
