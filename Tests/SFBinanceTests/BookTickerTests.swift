import SFBinance
import SFCore
import Testing

/// Best bids and asks as the exchange says them.
@Suite struct BookTickerTests {
  private static let call = RESTCall.bookTickers(of: ["ETHUSDT", "BTCUSDT"])

  private static func row(
    _ symbol: String, bid: String = "4.00000000", ask: String = "4.00000200"
  ) -> String {
    #"{"symbol":"\#(symbol)","bidPrice":"\#(bid)","bidQty":"431.00000000","#
      + #""askPrice":"\#(ask)","askQty":"9.00000000"}"#
  }

  private func list(_ text: String) throws -> [BookTicker] {
    try BookTicker.list(Array(text.utf8), to: Self.call)
  }

  @Test func `asks for several symbols at once`() {
    #expect(
      Self.call.url("http://x")
        == "http://x/api/v3/ticker/bookTicker?symbols=%5B%22ETHUSDT%22%2C%22BTCUSDT%22%5D")
    #expect(Self.call.weight == 4 && RESTCall.bookTickers(of: ["A"]).weight == 2)
  }

  @Test func `reads them in the order of their symbols`() throws {
    let list = try list("[\(Self.row("LTCBTC")),\(Self.row("ADABTC", bid: "3.5"))]")
    #expect(list.map(\.symbol) == ["ADABTC", "LTCBTC"] && list[0].bid == 3.5)
    let time = Timestamp("2026-01-05T00:01:00.123Z")
    #expect(
      list[1].quote(at: time)
        == Quote(
          symbol: "LTCBTC", bid: 4, bidQuantity: 431, ask: 4.000002, askQuantity: 9, at: time))
  }

  @Test func `a book with an empty side has no best price`() throws {
    #expect(try list("[\(Self.row("A", bid: "0.00000000")),\(Self.row("B", ask: "0"))]").isEmpty)
  }

  @Test(arguments: [
    "", "{}", "[1]", "[{}]", row("A"), "[\(row("A", bid: "-1"))]", "[\(row("A", ask: "x"))]",
    "[\(row("A\\u0000"))]", "[\(row("A"))", "<html>busy</html>",
  ])
  func `refuses what is no such list`(text: String) {
    #expect(throws: UnreadableAnswer.self) { try list(text) }
  }
}
