import SFBinance
import SFCore
import Testing

@Suite struct KlineTests {
  /// The example of the documentation.
  static let documented = """
    [[1499040000000,"0.01634790","0.80000000","0.01575800","0.01577100","148976.11427815",\
    1499644799999,"2434.19055334",308,"1756.87402397","28.46694368","17928899.62484339"]]
    """

  private func list(_ text: String, length: Int64 = 604_800_000) throws -> [Kline] {
    try Kline.list(Array(text.utf8), length: length)
  }

  @Test func `reads what is documented`() throws {
    let kline = try #require(try list(Self.documented).first)
    #expect(kline.openTime == 1_499_040_000_000)
    let bar = kline.bar(3)
    #expect(bar.open == 0.0163479 && bar.high == 0.8 && bar.low == 0.015758)
    #expect(bar.close == 0.015771 && bar.volume == 148_976.11427815 && bar.series == 3)
    #expect(
      kline.fields == [
        MarketField(name: "quote_volume", value: 2_434.19055334),
        MarketField(name: "taker_buy_base_volume", value: 1_756.87402397),
        MarketField(name: "taker_buy_quote_volume", value: 28.46694368),
        MarketField(name: "trades", value: 308),
      ])
  }

  @Test func `takes a bar once that stands there twice`() throws {
    let row = Self.documented.dropFirst().dropLast()
    #expect(try list("[\(row),\(row)]").count == 1)
    #expect(try list(" [ ] \n").isEmpty)
  }

  @Test(arguments: [
    "", "[[1499040000000,\"0.016", "{\"code\":-1}", "<html>", "[[1]]", "[1]", "null",
    Self.documented.replacingOccurrences("0.80000000", "0.00000001"),  // high below low
    Self.documented.replacingOccurrences("0.01634790", "0"),  // no price
    Self.documented.replacingOccurrences("148976.11427815", "-1"),
    Self.documented.replacingOccurrences("148976.11427815", "nan"),
  ])
  func `refuses what is none`(text: String) {
    #expect(throws: UnreadableAnswer.self) { try list(text) }
  }

  @Test func `refuses bars that go back or stand off their grid`() throws {
    let row = String(Self.documented.dropFirst().dropLast())
    for other in ["1499039999999", "1498435200000", "1499040000001"] {
      let second = row.replacingOccurrences("1499040000000", other)
      #expect(throws: UnreadableAnswer.self) { try list("[\(row),\(second)]") }
    }
  }
}

extension String {
  fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
