import SFBinance
import SFCore
import SFWire
import Testing

@Suite struct ExchangeInfoTests {
  /// As the exchange answers it, cut to two symbols, with a filter that is not known.
  static let text = #"""
    {"timezone":"UTC","serverTime":1565246363776,"rateLimits":[
     {"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000},
     {"rateLimitType":"ORDERS","interval":"SECOND","intervalNum":10,"limit":100},
     {"rateLimitType":"NEW_ONE"},
     {"rateLimitType":"RAW_REQUESTS","interval":"MINUTE","intervalNum":5,"limit":300000}],
     "exchangeFilters":[],"symbols":[
     {"symbol":"BTCUSDT","status":"TRADING","baseAsset":"BTC","quoteAsset":"USDT","filters":[
      {"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"1000000.00000000","tickSize":"0.01000000"},
      {"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000","stepSize":"0.00001000"},
      {"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"91.28064825","stepSize":"0.00000000"},
      {"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,
       "maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5},
      {"filterType":"SOME_NEW_RULE","depth":[1,2],"bound":"0.100"}]},
     {"symbol":"币安USDT","status":"CANCEL_ONLY","baseAsset":"币安","quoteAsset":"USDT","filters":[
      {"filterType":"MIN_NOTIONAL","minNotional":"0.00010000","applyToMarket":false,"avgPriceMins":0}]}]}
    """#

  private func info(_ text: String = text) throws -> ExchangeInfo {
    try ExchangeInfo(JSONValue(text: Array(text.utf8)))
  }

  private func symbol(_ filters: String) throws -> SymbolInfo {
    try #require(try info(#"{"symbols":[{"symbol":"A","filters":[\#(filters)]}]}"#).symbols?.first)
  }

  @Test func `reads limits and symbols, and leaves out what it does not know`() throws {
    let info = try info()
    #expect(info.weightLimit == 6_000)
    #expect(info.rateLimits.map(\.kind) == ["REQUEST_WEIGHT", "ORDERS", "RAW_REQUESTS"])
    #expect(info.rateLimits[1].unit == "SECOND" && info.rateLimits[1].count == 10)
    let symbols = try #require(info.symbols)
    #expect(symbols.map(\.name) == ["BTCUSDT", "币安USDT"])
    #expect(symbols.map(\.status) == ["TRADING", "CANCEL_ONLY"])
    #expect(symbols[0].baseAsset == "BTC" && symbols[0].quoteAsset == "USDT")
  }

  @Test func `keeps each filter as it is, also one that is new`() throws {
    let filters = try #require(try info().symbols?.first?.filters)
    #expect(
      filters.map(\.kind.rawValue) == [
        "PRICE_FILTER", "LOT_SIZE", "MARKET_LOT_SIZE", "NOTIONAL", "SOME_NEW_RULE",
      ])
    #expect(filters[1]["stepSize"] == .string("0.00001000") && filters[1]["tickSize"] == nil)
    #expect(filters[4].settings.map(\.key) == ["depth", "bound"])
    #expect(filters[4]["depth"] == .array([.number("1"), .number("2")]))
    #expect(filters[4]["bound"] == .string("0.100"))
  }

  @Test func `reads the rules that an order can be held against, exactly`() throws {
    let symbols = try #require(try info().symbols)
    let price = try #require(try symbols[0].priceFilter())
    #expect(price.minPrice == 0.01 && price.maxPrice == 1_000_000 && price.tickSize == 0.01)
    let lot = try #require(try symbols[0].lotSize())
    #expect(lot.minQty == 0.00001 && lot.maxQty == 9_000 && lot.stepSize == 0.00001)
    // 0 says of a rule that it does not hold.
    let market = try #require(try symbols[0].marketLotSize())
    #expect(market.minQty == nil && market.maxQty == 91.28064825 && market.stepSize == nil)
    let notional = try #require(try symbols[0].notional())
    #expect(notional.minNotional == Money("5") && notional.maxNotional == Money("9000000"))
    #expect(notional.appliesMinToMarket && !notional.appliesMaxToMarket)
    #expect(notional.meanMinutes == 5)
    #expect(try symbols[0].minNotional() == nil)
    let smallest = try #require(try symbols[1].minNotional())
    #expect(smallest.minNotional == Money("0.0001") && !smallest.appliesToMarket)
    #expect(smallest.meanMinutes == 0)
    #expect(try symbols[1].lotSize() == nil && symbols[1].marketLotSize() == nil)
    #expect(try symbols[1].priceFilter() == nil && symbols[1].notional() == nil)
  }

  /// 2⁶² units of 10⁻⁸, which the exchange gives for "without bound".
  @Test func `an amount near the end of the numbers is one`() throws {
    let symbol = try symbol(
      #"{"filterType":"LOT_SIZE","minQty":"1.00","maxQty":"46116860414.00000000","stepSize":"1.00"}"#
    )
    #expect(try symbol.lotSize()?.maxQty == Quantity("46116860414"))
  }

  @Test(arguments: [
    (#""minQty":"x","maxQty":"1","stepSize":"1""#, #"found "x" as minQty of LOT_SIZE"#),
    (#""minQty":"-1","maxQty":"1","stepSize":"1""#, #"found "-1" as minQty of LOT_SIZE"#),
    (#""minQty":"1","maxQty":1,"stepSize":"1""#, "found 1 as maxQty of LOT_SIZE"),
    (#""minQty":"1","maxQty":"1""#, "found nothing as stepSize of LOT_SIZE"),
    (#""minQty":"1","maxQty":"1","stepSize":"0.000000001""#, "as stepSize of LOT_SIZE"),
    (#""minQty":"1","maxQty":"1e30","stepSize":"1""#, "as maxQty of LOT_SIZE"),
  ])
  func `a rule that cannot be read is none that is guessed`(settings: String, found: String) throws
  {
    let symbol = try symbol(#"{"filterType":"LOT_SIZE",\#(settings)}"#)
    let error = #expect(throws: UnreadableAnswer.self) { try symbol.lotSize() }
    #expect(error?.reason.contains(found) == true, "\(error?.reason ?? "")")
  }

  @Test func `flags and counts are what they are`() throws {
    let yes = try symbol(
      #"{"filterType":"MIN_NOTIONAL","minNotional":"1","applyToMarket":"yes","avgPriceMins":5}"#)
    #expect(throws: UnreadableAnswer.self) { try yes.minNotional() }
    let less = try symbol(
      #"{"filterType":"MIN_NOTIONAL","minNotional":"1","applyToMarket":true,"avgPriceMins":-5}"#)
    #expect(throws: UnreadableAnswer.self) { try less.minNotional() }
  }

  @Test(arguments: [
    "{}", #"{"rateLimits":[]}"#,
    #"{"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":0}]}"#,
    #"{"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":-1}]}"#,
    #"{"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"HOUR","intervalNum":1,"limit":9}]}"#,
  ])
  func `a limit that is not there is none`(text: String) throws {
    #expect(try info(text).weightLimit == nil)
    #expect(try info(text).symbols == nil)
  }

  @Test func `a symbol without a name is said`() {
    #expect(throws: UnreadableAnswer("found no 'symbol' in symbols[1]")) {
      try info(#"{"symbols":[{"symbol":"A"},{}]}"#)
    }
  }
}
