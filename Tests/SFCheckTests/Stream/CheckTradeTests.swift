import Testing

/// `sf-check` on orders, fills and positions: what follows from what.
@Suite struct CheckTradeTests {
  private typealias L = CheckLines

  @Test(
    arguments: [
      (
        "trading",
        [
          L.header, L.bar("09:01"), L.order("1", "1", "enter"), L.fill("1-1", "1"),
          L.position("1", "open"),
          L.order("2", "1", "exit"), L.position("1", "closed"), L.mark("09:01"), L.end("09:01"),
        ], []
      ),
      (
        "order twice",
        [
          L.header, L.bar("09:01"), L.order("1", "1", "enter"), L.order("1", "1", "enter"),
          L.mark("09:01"),
          L.end("09:01"),
        ], ["4 error id"]
      ),
      (
        "entry of another",
        [L.header, L.bar("09:01"), L.order("1", "7", "enter"), L.mark("09:01"), L.end("09:01")],
        ["3 error id"]
      ),
      (
        "exit of nothing",
        [L.header, L.bar("09:01"), L.order("2", "1", "exit"), L.mark("09:01"), L.end("09:01")],
        ["3 error reference"]
      ),
      (
        "market with price",
        [
          L.header, L.bar("09:01"), L.order("1", "1", "enter", ",\"price\":1.0"), L.mark("09:01"),
          L.end("09:01"),
        ], ["3 error price"]
      ),
      (
        "fill of nothing",
        [L.header, L.bar("09:01"), L.fill("1-1", "1"), L.mark("09:01"), L.end("09:01")],
        ["3 error reference"]
      ),
      (
        "fill twice",
        [
          L.header, L.bar("09:01"), L.order("1", "1", "enter"), L.fill("1-1", "1"),
          L.fill("1-1", "1"),
          L.mark("09:01"), L.end("09:01"),
        ], ["5 error id"]
      ),
      (
        "fill of too much",
        [
          L.header, L.bar("09:01"), L.order("1", "1", "enter"), L.fill("1-1", "1", quantity: "2.0"),
          L.mark("09:01"), L.end("09:01"),
        ], ["4 error quantity"]
      ),
      (
        "fill of the wrong side",
        [
          L.header, L.bar("09:01"), L.order("1", "1", "enter"), L.fill("1-1", "1", side: "sell"),
          L.mark("09:01"), L.end("09:01"),
        ], ["4 error reference"]
      ),
      (
        "fill in the future",
        [
          L.header, L.bar("09:01"), L.order("1", "1", "enter"), L.fill("1-1", "1", at: "09:02"),
          L.mark("09:01"), L.end("09:01"),
        ], ["4 error time"]
      ),
      (
        "fill with a strange id",
        [
          L.header, L.bar("09:01"), L.order("1", "1", "enter"), L.fill("f", "1"), L.mark("09:01"),
          L.end("09:01"),
        ], ["4 warning id"]
      ),
      (
        "closed twice",
        [
          L.header, L.bar("09:01"), L.order("1", "1", "enter"), L.position("1", "open"),
          L.position("1", "closed"), L.position("1", "closed"), L.mark("09:01"), L.end("09:01"),
        ], ["6 error id"]
      ),
      (
        "closed and never opened",
        [
          L.header, L.bar("09:01"), L.order("1", "1", "enter"), L.position("1", "closed"),
          L.mark("09:01"),
          L.end("09:01"),
        ], ["4 error reference"]
      ),
      (
        "refusal of nothing",
        [
          L.header, L.bar("09:01"),
          "{\"type\":\"refusal\",\"ts\":\"09:01\",\"symbol\":\"A\",\"by\":\"x\",\"reason\":\"y\",\"order\":\"1\"}",
          L.mark("09:01"), L.end("09:01"),
        ], ["3 error reference"]
      ),
    ] as [(String, [String], [String])])
  func `finds it and nothing else`(name: String, lines: [String], expected: [String]) throws {
    #expect(try L.findings(lines) == expected, "\(name)")
  }
}
