import Foundation
import SFTestSupport
import Testing

/// Lines of streams to be checked, and what `sf-check` finds in them.
enum CheckLines {
  static let header =
    "{\"type\":\"header\",\"protocol\":1,\"stages\":[{\"name\":\"a\",\"version\":\"1\",\"config\":{}}]}"

  /// `09:01` in texts stands for the whole timestamp.
  static func line(_ text: String) -> String {
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

  /// A header and one step.
  static let start = [header, bar("09:01"), mark("09:01")]

  /// The findings of a stream as `LINE level rule`.
  static func findings(_ lines: [String]) throws -> [String] {
    let text = lines.map { line($0) + "\n" }.joined()
    let result = try Shell.run("sf-check --json", input: text)
    #expect(result.error == "")
    let found = try result.output.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      return "\(object["line"] ?? "") \(object["level"] ?? "") \(object["rule"] ?? "")"
    }
    #expect(result.status == (found.contains { $0.contains("error") } ? 1 : 0))
    return found
  }
}
