import Foundation
import SFTestSupport
import Testing

/// `sf-check` on streams: what each rule finds, with line and level.
@Suite struct CheckTests {
  static let header =
    "{\"type\":\"header\",\"protocol\":1,\"stages\":[{\"name\":\"a\",\"version\":\"1\",\"config\":{}}]}"

  /// `09:01` in texts stands for the whole timestamp.
  private static func line(_ text: String) -> String {
    text.replacing(#/09:\d\d(?!:)/#) { "2026-01-05T\($0.output):00.000Z" }
  }

  static func bar(_ time: String, _ symbol: String = "A", _ rest: String = "") -> String {
    "{\"type\":\"bar\",\"ts\":\"\(time)\",\"symbol\":\"\(symbol)\",\"interval\":\"1m\",\"open\":1.0,\"high\":2.0,\"low\":1.0,\"close\":1.5\(rest)}"
  }
  static func mark(_ time: String) -> String { "{\"type\":\"mark\",\"ts\":\"\(time)\"}" }
  static func end(_ time: String, _ counts: String = "") -> String {
    "{\"type\":\"end\",\"ts\":\"\(time)\",\"reason\":\"x\",\"counts\":{\(counts)}}"
  }
  static func gap(_ time: String, _ from: String, _ to: String, _ bars: Int) -> String {
    "{\"type\":\"gap\",\"ts\":\"\(time)\",\"symbol\":\"A\",\"interval\":\"1m\",\"from\":\"\(from)\",\"to\":\"\(to)\",\"bars\":\(bars)}"
  }
  static func features(_ time: String, _ values: String, _ symbol: String = "A") -> String {
    "{\"type\":\"features\",\"ts\":\"\(time)\",\"symbol\":\"\(symbol)\",\"interval\":\"1m\",\"values\":{\(values)}}"
  }
  static func signal(_ time: String, _ detector: String, _ symbol: String = "A") -> String {
    "{\"type\":\"signal\",\"ts\":\"\(time)\",\"symbol\":\"\(symbol)\",\"interval\":\"1m\",\"detector\":\"\(detector)\",\"direction\":\"rise\",\"strength\":1.0}"
  }
  static func order(_ id: String, _ position: String, _ intent: String, _ rest: String = "")
    -> String
  {
    "{\"type\":\"order\",\"ts\":\"09:01\",\"id\":\"\(id)\",\"symbol\":\"A\",\"side\":\"\(intent == "enter" ? "buy" : "sell")\",\"kind\":\"market\",\"quantity\":1.0,\"position\":\"\(position)\",\"intent\":\"\(intent)\",\"reason\":\"r\",\"reference\":1.0\(rest)}"
  }
  static func fill(
    _ id: String, _ order: String, side: String = "buy", quantity: String = "1.0",
    at: String = "09:01"
  ) -> String {
    "{\"type\":\"fill\",\"ts\":\"09:01\",\"id\":\"\(id)\",\"order\":\"\(order)\",\"symbol\":\"A\",\"side\":\"\(side)\",\"price\":1.0,\"quantity\":\(quantity),\"fee\":0.0,\"position\":\"\(order)\",\"liquidity\":\"taker\",\"at\":\"\(at)\"}"
  }
  static func position(_ id: String, _ status: String) -> String {
    "{\"type\":\"position\",\"ts\":\"09:01\",\"id\":\"\(id)\",\"symbol\":\"A\",\"direction\":\"long\",\"status\":\"\(status)\",\"quantity\":1.0,\"entry_price\":1.0,\"entry_ts\":\"09:01\""
      + (status == "open"
        ? "}"
        : ",\"exit_price\":1.0,\"exit_ts\":\"09:01\",\"exit_reason\":\"r\",\"pnl\":0.0,\"fees\":0.0,\"bars\":1,\"mfe\":0.0,\"mae\":0.0}")
  }

  /// The findings of a stream as `LINE level rule`.
  private func findings(_ lines: [String]) throws -> [String] {
    let text = lines.map { Self.line($0) + "\n" }.joined()
    let result = try Shell.run("sf-check --json", input: text)
    #expect(result.error == "")
    let found = try result.output.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      return "\(object["line"] ?? "") \(object["level"] ?? "") \(object["rule"] ?? "")"
    }
    #expect(result.status == (found.contains { $0.contains("error") } ? 1 : 0))
    return found
  }

  private static let start = [header, bar("09:01"), mark("09:01")]

  @Test(
    arguments: [
      (
        "clean",
        start + [
          bar("09:02"), signal("09:02", "d"), mark("09:02"), end("09:02", "\"bar\":2,\"mark\":2"),
        ], []
      ),
      ("empty", [], ["1 error header"]),
      ("no header", [bar("09:01"), mark("09:01"), end("09:01")], ["1 error header"]),
      ("no end", start, ["3 error end"]),
      (
        "no mark", [header, bar("09:01"), bar("09:02"), mark("09:02"), end("09:02")],
        ["3 error mark"]
      ),
      ("no last mark", [header, bar("09:01"), end("09:01")], ["3 error mark"]),
      ("back in time", start + [bar("09:00"), end("09:01")], ["4 error time"]),
      (
        "back within a step",
        [header, bar("09:02"), bar("09:01", "B"), mark("09:02"), end("09:02")], ["3 error time"]
      ),
      (
        "behind its mark",
        start + [signal("09:01", "d"), bar("09:02"), mark("09:02"), end("09:02")],
        ["4 error behind_mark"]
      ),
      (
        "a bar as closing line", start + [bar("09:01", "B"), end("09:01")], ["4 error behind_mark"]
      ),
      ("a closing line", start + [signal("09:01", "d"), end("09:01")], []),
      ("two marks", start + [mark("09:01"), end("09:01")], ["4 error time"]),
      (
        "behind the end", start + [end("09:01"), bar("09:02"), mark("09:02")],
        ["5 error behind_end"]
      ),
      (
        "two streams", start + [end("09:01"), header, bar("09:01"), mark("09:01"), end("09:01")],
        ["5 error header"]
      ),
      ("wrong end", start + [end("09:02")], ["4 error end"]),
      (
        "wrong counts", start + [end("09:01", "\"bar\":2,\"mark\":1,\"gap\":4")], ["4 error counts"]
      ),
      (
        "the same bar twice", [header, bar("09:01"), bar("09:01"), mark("09:01"), end("09:01")],
        ["3 error line"]
      ),
      (
        "bars out of order",
        [header, bar("09:01", "B"), bar("09:01", "A"), mark("09:01"), end("09:01")],
        ["3 error order"]
      ),
      (
        "types out of order",
        [header, signal("09:01", "d"), bar("09:01"), mark("09:01"), end("09:01")],
        ["3 warning order"]
      ),
      (
        "close outside",
        [
          header, bar("09:01", "A", ",\"x_a\":1").replacing("\"close\":1.5", with: "\"close\":2.5"),
          mark("09:01"), end("09:01"),
        ], ["2 warning range"]
      ),
      (
        "unknown key", [header, bar("09:01", "A", ",\"volumne\":1"), mark("09:01"), end("09:01")],
        ["2 warning key"]
      ),
      (
        "market fields",
        [
          header, bar("09:01", "A", ",\"trades\":1,\"funding_rate\":0.1"), mark("09:01"),
          end("09:01"),
        ], []
      ),
      (
        "null", [header, bar("09:01", "A", ",\"volume\":null"), mark("09:01"), end("09:01")],
        ["2 warning null"]
      ),
      (
        "NaN", [header, bar("09:01", "A", ",\"volume\":NaN"), mark("09:01"), end("09:01")],
        ["2 error line"]
      ),
      (
        "too near",
        start + [
          "{\"type\":\"bar\",\"ts\":\"2026-01-05T09:01:30.000Z\"" + bar("09:02").dropFirst(26),
          "{\"type\":\"mark\",\"ts\":\"2026-01-05T09:01:30.000Z\"}",
          "{\"type\":\"end\",\"ts\":\"2026-01-05T09:01:30.000Z\",\"reason\":\"\",\"counts\":{}}",
        ], ["4 error interval"]
      ),
      ("unsaid gap", start + [bar("09:04"), mark("09:04"), end("09:04")], ["4 warning gap"]),
      (
        "right gap",
        start + [gap("09:04", "09:02", "09:03", 2), bar("09:04"), mark("09:04"), end("09:04")], []
      ),
      (
        "gap of wrong count",
        start + [gap("09:04", "09:02", "09:03", 3), bar("09:04"), mark("09:04"), end("09:04")],
        ["4 error gap"]
      ),
      (
        "gap that ends early",
        start + [gap("09:04", "09:02", "09:02", 1), bar("09:04"), mark("09:04"), end("09:04")],
        ["4 error gap"]
      ),
      (
        "gap that begins late",
        start + [gap("09:04", "09:03", "09:03", 1), bar("09:04"), mark("09:04"), end("09:04")],
        ["4 error gap"]
      ),
      (
        "gap without bar",
        start + [gap("09:04", "09:02", "09:03", 2), mark("09:04"), end("09:04")], ["4 error gap"]
      ),
      (
        "gap behind its bar",
        start + [bar("09:04"), gap("09:04", "09:02", "09:03", 2), mark("09:04"), end("09:04")],
        ["4 warning gap", "5 error gap"]
      ),
      (
        "gap where none is",
        start + [gap("09:02", "09:01", "09:01", 1), bar("09:02"), mark("09:02"), end("09:02")],
        ["4 error gap", "4 error gap"]
      ),
      (
        "signal twice",
        [
          header, bar("09:01"), signal("09:01", "d"), signal("09:01", "d"), mark("09:01"),
          end("09:01"),
        ], ["4 error signal"]
      ),
      (
        "name twice",
        [
          header, bar("09:01"), features("09:01", "\"a\":1"), features("09:01", "\"b\":1,\"a\":1"),
          mark("09:01"), end("09:01"),
        ], ["4 error line"]
      ),
      (
        "features without bar",
        [header, bar("09:01"), features("09:01", "\"a\":1", "B"), mark("09:01"), end("09:01")],
        ["3 warning features"]
      ),
      (
        "columns",
        [
          header.replacing("\"config\":{}", with: "\"config\":{},\"columns\":[\"a\",\"c\",\"c\"]"),
          bar("09:01"), features("09:01", "\"a\":1,\"b\":2"), mark("09:01"), end("09:01"),
        ], ["1 error columns", "3 warning columns", "1 warning columns", "1 warning columns"]
      ),
      (
        "stage without version",
        [
          header.replacing(",\"version\":\"1\"", with: ""),
          end("09:01").replacing("\"ts\":\"09:01\",", with: ""),
        ], ["1 error header"]
      ),
      (
        "reserved", [header, "{\"type\":\"label\",\"ts\":\"09:01\"}", mark("09:01"), end("09:01")],
        ["2 warning type"]
      ),
      (
        "nearly a type", [header, "{\"type\":\"signals\"}", mark("09:01"), end("09:01")],
        ["2 warning type"]
      ),
      ("blank line", [header, "", mark("09:01"), end("09:01")], ["2 warning blank"]),
      (
        "carriage return", [header + "\r", mark("09:01") + "\r", end("09:01")], ["1 warning return"]
      ),
      (
        "trading",
        [
          header, bar("09:01"), order("1", "1", "enter"), fill("1-1", "1"), position("1", "open"),
          order("2", "1", "exit"), position("1", "closed"), mark("09:01"), end("09:01"),
        ], []
      ),
      (
        "order twice",
        [
          header, bar("09:01"), order("1", "1", "enter"), order("1", "1", "enter"), mark("09:01"),
          end("09:01"),
        ], ["4 error id"]
      ),
      (
        "entry of another",
        [header, bar("09:01"), order("1", "7", "enter"), mark("09:01"), end("09:01")],
        ["3 error id"]
      ),
      (
        "exit of nothing",
        [header, bar("09:01"), order("2", "1", "exit"), mark("09:01"), end("09:01")],
        ["3 error reference"]
      ),
      (
        "market with price",
        [
          header, bar("09:01"), order("1", "1", "enter", ",\"price\":1.0"), mark("09:01"),
          end("09:01"),
        ], ["3 error price"]
      ),
      (
        "fill of nothing", [header, bar("09:01"), fill("1-1", "1"), mark("09:01"), end("09:01")],
        ["3 error reference"]
      ),
      (
        "fill twice",
        [
          header, bar("09:01"), order("1", "1", "enter"), fill("1-1", "1"), fill("1-1", "1"),
          mark("09:01"), end("09:01"),
        ], ["5 error id"]
      ),
      (
        "fill of too much",
        [
          header, bar("09:01"), order("1", "1", "enter"), fill("1-1", "1", quantity: "2.0"),
          mark("09:01"), end("09:01"),
        ], ["4 error quantity"]
      ),
      (
        "fill of the wrong side",
        [
          header, bar("09:01"), order("1", "1", "enter"), fill("1-1", "1", side: "sell"),
          mark("09:01"), end("09:01"),
        ], ["4 error reference"]
      ),
      (
        "fill in the future",
        [
          header, bar("09:01"), order("1", "1", "enter"), fill("1-1", "1", at: "09:02"),
          mark("09:01"), end("09:01"),
        ], ["4 error time"]
      ),
      (
        "fill with a strange id",
        [
          header, bar("09:01"), order("1", "1", "enter"), fill("f", "1"), mark("09:01"),
          end("09:01"),
        ], ["4 warning id"]
      ),
      (
        "closed twice",
        [
          header, bar("09:01"), order("1", "1", "enter"), position("1", "open"),
          position("1", "closed"), position("1", "closed"), mark("09:01"), end("09:01"),
        ], ["6 error id"]
      ),
      (
        "closed and never opened",
        [
          header, bar("09:01"), order("1", "1", "enter"), position("1", "closed"), mark("09:01"),
          end("09:01"),
        ], ["4 error reference"]
      ),
      (
        "refusal of nothing",
        [
          header, bar("09:01"),
          "{\"type\":\"refusal\",\"ts\":\"09:01\",\"symbol\":\"A\",\"by\":\"x\",\"reason\":\"y\",\"order\":\"1\"}",
          mark("09:01"), end("09:01"),
        ], ["3 error reference"]
      ),
    ] as [(String, [String], [String])])
  func `finds it and nothing else`(name: String, lines: [String], expected: [String]) throws {
    #expect(try findings(lines) == expected, "\(name)")
  }

  @Test func `goes on behind a line that is too long`() throws {
    let long = "{\"type\":\"x\",\"x_a\":\"" + String(repeating: "x", count: 3 << 20) + "\"}"
    #expect(
      try findings(Self.start + [long, "junk", Self.end("09:01")]) == [
        "4 error line", "5 error line",
      ])
  }

  @Test func `counts warnings when asked, and stops when it has enough`() throws {
    let input = Self.line(
      [Self.header, "", Self.mark("09:01"), Self.end("09:01")].joined(separator: "\n"))
    #expect(try Shell.run("sf-check", input: input).status == 0)
    #expect(try Shell.run("sf-check --strict", input: input).status == 1)
    let junk = try Shell.run("sf-check --max-findings 2", input: "a\nb\nc\n")
    #expect(junk.output.split(separator: "\n").count == 2 && junk.status == 1)
    #expect(junk.error == "sf-check: stopped after 2 findings (--max-findings)\n")
  }
}
