import SFBinance
import SFCore
import Testing

@Suite struct KlineTests {
  /// The example of the documentation.
  static let documented = """
    [[1499040000000,"0.01634790","0.80000000","0.01575800","0.01577100","148976.11427815",\
    1499644799999,"2434.19055334",308,"1756.87402397","28.46694368","17928899.62484339"]]
    """

  private func list(_ text: String, _ interval: String = "1w") throws -> [Kline] {
    try Kline.page(Array(text.utf8), try #require(Interval(interval))).list
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
    Self.documented.replacingOccurrences("148976.11427815", "0x1p3"),
    Self.documented.replacingOccurrences("148976.11427815", "-0.0"),
    Self.documented.replacingOccurrences("148976.11427815", "inf"),
    Self.documented.replacingOccurrences("148976.11427815", "1e999"),
    Self.documented.replacingOccurrences("148976.11427815", ""),
    Self.documented.replacingOccurrences("2434.19055334", "+1"),
    Self.documented.replacingOccurrences("308", "-5"),
    Self.documented.replacingOccurrences("308", "3.5"),
  ])
  func `refuses what is none`(text: String) {
    #expect(throws: UnreadableAnswer.self) { try list(text) }
  }

  @Test func `refuses bars that go back`() throws {
    let row = String(Self.documented.dropFirst().dropLast())
    let second = row.replacingOccurrences("1499040000000", "1498435200000")
    #expect(throws: UnreadableAnswer.self) { try list("[\(row),\(second)]") }
  }

  /// What follows is taken, wherever on the clock the others stand.
  @Test func `leaves out bars off their grid, and counts them`() throws {
    let row = String(Self.documented.dropFirst().dropLast())
    let rows = ["1499040000000", "1499039999999", "1499040000001", "1499644800000"].map {
      row.replacingOccurrences("1499040000000", $0)
    }
    let page = try Kline.page(
      Array("[\(rows.joined(separator: ","))]".utf8), try #require(Interval("1w")))
    #expect(page.list.map(\.openTime) == [1_499_040_000_000, 1_499_644_800_000])
    #expect(page.offGrid == 2 && page.firstOffGrid == 1_499_039_999_999)
  }

  /// 2017-07-03 was a Monday.
  @Test(arguments: [
    (1_499_040_000_000, "1w", true), (1_499_040_000_000, "3d", false),
    (1_499_126_400_000, "1w", false), (1_499_126_400_000, "1d", true),
    (1_499_126_407_000, "1m", false), (1_499_126_407_000, "1s", true),
  ])
  func `a bar begins where those of its interval do`(open: Int, interval: String, isOne: Bool) {
    let text = Self.documented.replacingOccurrences("1499040000000", "\(open)")
    #expect((try? list(text, interval))?.count == (isOne ? 1 : 0))
  }

  @Test(arguments: [Int.max, .min, -60_000, 4_102_444_800_000, 1 << 53])
  func `a time that cannot be is no bar's`(open: Int) {
    let text = Self.documented.replacingOccurrences("1499040000000", "\(open)")
    #expect(throws: UnreadableAnswer.self) { try list(text, "1s") }
  }

  @Test func `far more values than a page has are not made a tree of`() {
    let text = "[" + String(repeating: "1,", count: 500_000) + "1]"
    #expect(throws: UnreadableAnswer("found up to 500002 values in one answer")) {
      try list(text)
    }
  }

  @Test func `an answer is named in one line, and no further than it helps`() {
    let text = "[\"\u{1B}[2J" + String(repeating: "x", count: 90_000) + "\"]"
    do {
      _ = try list(text)
      Issue.record("it is no list of klines")
    } catch let error as UnreadableAnswer {
      #expect(error.reason.count < 300 && !error.reason.contains("\u{1B}"), "\(error.reason)")
    } catch { Issue.record("\(error)") }
  }
}

extension String {
  fileprivate func replacingOccurrences(_ old: String, _ new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
