import SFTestSupport
import Testing

/// `sf-check` on what a session says: orders in parts, quotes, accounts, controls, models.
@Suite struct CheckSessionTests {
  private typealias L = CheckLines

  private static func line(_ type: String, _ rest: String) -> String {
    "{\"type\":\"\(type)\",\"ts\":\"09:01\",\(rest)}"
  }
  private static func quote(_ bid: String, _ ask: String, at: String = "09:01") -> String {
    line(
      "quote",
      "\"symbol\":\"A\",\"bid\":\(bid),\"bid_quantity\":1.0,\"ask\":\(ask),\"ask_quantity\":1.0,\"at\":\"\(at)\""
    )
  }
  private static func account(_ assets: String) -> String {
    line("account", "\"cash\":1.0,\"assets\":{\(assets)}")
  }
  private static func cancel(_ order: String, _ symbol: String = "A") -> String {
    line("cancel", "\"order\":\"\(order)\",\"symbol\":\"\(symbol)\",\"reason\":\"exit\"")
  }
  private static func control(_ action: String, _ target: String? = nil) -> String {
    let target = target.map { "\"target\":\"\($0)\"," } ?? ""
    return line("control", "\"action\":\"\(action)\",\(target)\"reason\":\"r\",\"who\":\"w\"")
  }
  private static func refusal(_ order: String, _ rest: String = "") -> String {
    line(
      "refusal",
      "\"symbol\":\"A\",\"by\":\"venue\",\"reason\":\"canceled\",\"order\":\"\(order)\"\(rest)")
  }
  private static func part(_ id: String, _ quantity: String, _ remaining: String?) -> String {
    L.fill(id, "1", quantity: quantity).replacing(
      "}", with: (remaining.map { ",\"remaining\":\($0)" } ?? "") + "}")
  }
  private static func metrics(_ detector: String, _ rate: String, _ half: String) -> String {
    line(
      "signal_metrics",
      "\"detector\":\"\(detector)\",\"known\":4,\"hit_rate\":\(rate),\"mean_return\":null,\"half_life_bars\":\(half),\"agreement\":null"
    )
  }
  private static func book(_ rate: String) -> String {
    line(
      "book_metrics",
      "\"equity\":1.0,\"drawdown\":0.0,\"exposure\":null,\"open_positions\":0,\"round_trips\":0,\"win_rate\":\(rate)"
    )
  }
  private static func decide(_ id: String, _ rest: String = "") -> String {
    line(
      "decide",
      "\"id\":\"\(id)\",\"symbol\":\"A\",\"interval\":\"1m\",\"detector\":\"d\",\"direction\":\"rise\",\"votes\":1\(rest)"
    )
  }
  private static func decision(_ id: String) -> String {
    line("decision", "\"id\":\"\(id)\",\"action\":\"skip\",\"reason\":\"no\"")
  }

  private static let limit = L.order("1", "1", "enter", ",\"price\":1.0,\"max_bars\":3")
    .replacing("\"market\"", with: "\"limit\"")
  private static let order = L.order("1", "1", "enter")

  /// The lines of a step, and what is found in them; the first of them is line 3.
  @Test(
    arguments: [
      ([limit, part("1-1", "0.25", "0.75"), part("1-2", "0.75", "0.0")], []),
      ([limit, part("1-1", "0.25", "0.75"), cancel("1"), refusal("1")], []),
      ([limit, refusal("1", ",\"quantity\":0.5"), part("1-1", "0.5", nil)], []),
      ([order, L.fill("1-1", "1"), cancel("1")], []),
      ([limit, part("1-1", "0.25", "0.75"), part("1-2", "0.75", nil)], ["5 error remaining"]),
      ([limit, part("1-1", "0.25", "0.8")], ["4 error remaining"]),
      ([limit, part("1-1", "0.25", "-0.1")], ["4 error remaining"]),
      ([order, part("1-1", "0.5", nil), part("1-2", "0.5", nil)], ["5 error reference"]),
      (
        [limit, part("1-1", "0.25", "0.0"), part("1-2", "0.5", "0.25")],
        ["5 error reference"]
      ),
      ([limit, refusal("1"), part("1-1", "0.25", "0.75")], ["5 error reference"]),
      ([cancel("1")], ["3 error reference"]),
      ([limit, cancel("1"), cancel("1")], ["5 error id"]),
      ([limit, cancel("1", "B")], ["4 error reference"]),
      ([L.order("1", "1", "enter", ",\"max_bars\":3")], ["3 error max_bars"]),
      ([limit.replacing("\"max_bars\":3", with: "\"max_bars\":0")], ["3 error max_bars"]),
      ([L.order("1", "1", "enter", ",\"by\":\"sf-risk\"")], []),
      (
        [
          order, L.position("1", "open").replacing("}", with: ",\"levels\":{\"tp\":2.0}}"),
          L.position("1", "closed").replacing("}", with: ",\"dust\":0.1}"),
        ], []
      ),
      (
        [order, L.position("1", "open").replacing("}", with: ",\"dust\":0.1}")],
        ["4 error dust"]
      ),
      ([quote("1.0", "1.0")], []),
      ([quote("1.1", "1.0")], ["3 error range"]),
      ([quote("-1.0", "1.0")], ["3 error range"]),
      ([quote("1.0", "1.0", at: "09:02")], ["3 error time"]),
      ([quote("1.0", "1.0"), quote("1.0", "2.0")], ["4 error quote"]),
      ([account("\"A\":[1.0,0.0]")], []),
      ([account("\"A\":[1.0,-0.5]")], ["3 error range"]),
      ([account(""), account("")], ["4 error account"]),
      ([control("halt"), control("exit", "1"), control("pause", "A"), control("exit")], []),
      ([control("pause")], ["3 error control"]),
      ([control("halt", "A")], ["3 warning control"]),
      ([metrics("d", "0.5", "12"), metrics("e", "null", "null"), book("null")], []),
      ([metrics("d", "0.5", "12"), metrics("d", "0.5", "12")], ["4 error signal_metrics"]),
      ([metrics("d", "1.5", "-1")], ["3 error range", "3 error range"]),
      ([book("0.5"), book("0.5")], ["4 error book_metrics"]),
      ([book("2")], ["3 error range"]),
      ([decide("1"), decide("2", ",\"waited\":1"), decision("1"), decision("2")], []),
      ([decide("1"), decide("1")], ["4 error id"]),
      ([decide("1", ",\"bars_since_entry\":-1")], ["3 error range"]),
      ([decision("1")], ["3 error reference"]),
      ([decide("1"), decision("1"), decision("1")], ["5 error id"]),
      ([line("model", "\"name\":\"m\",\"version\":\"1\",\"hash\":\"0123abcd\"")], []),
      (
        [line("model", "\"name\":\"m\",\"version\":\"1\",\"hash\":\"0123\"")], ["3 error range"]
      ),
      (
        [
          line(
            "alert",
            "\"level\":\"warning\",\"rule\":\"r\",\"state\":\"raised\",\"value\":null,\"limit\":1.0,\"text\":\"t\""
          )
        ], []
      ),
    ] as [([String], [String])])
  func `finds it and nothing else`(lines: [String], expected: [String]) throws {
    let stream = [L.header, L.bar("09:01")] + lines + [L.mark("09:01"), L.end("09:01")]
    #expect(try L.findings(stream) == expected, "\(lines)")
  }

  @Test func `an account that says nothing new is hardly meant`() throws {
    let account = Self.account("\"A\":[1.0,0.0]")
    let stream = [
      L.header, L.bar("09:01"), account, L.mark("09:01"), L.bar("09:02"),
      account.replacing("09:01", with: "09:02"), L.mark("09:02"), L.end("09:02"),
    ]
    #expect(try L.findings(stream) == ["6 warning account"])
  }

  @Test func `an answer may come at a later mark than its question`() throws {
    let stream = [
      L.header, L.bar("09:01"), Self.decide("1"), L.mark("09:01"), L.bar("09:02"),
      Self.decision("1").replacing("09:01", with: "09:02"), L.mark("09:02"), L.end("09:02"),
    ]
    #expect(try L.findings(stream) == [])
  }
}
