import SFBinance
import SFCore
import SFExchange
import SFTestSupport
import SFWire
import Testing

/// What right requests are answered, key by key.
@Suite struct AnswerTests {
  private func keys(_ value: JSONValue?) -> String {
    (value?.members ?? []).map(\.key).joined(separator: " ")
  }

  @Test func `a new order is answered as much as the client asks`() throws {
    var bench = try APIBench()
    let market = "side=BUY&type=MARKET&quantity=1&newOrderRespType="
    let short = bench.order(market + "ACK")?.json
    #expect(keys(short) == "symbol orderId orderListId clientOrderId transactTime")
    let result = bench.order(market + "RESULT")?.json
    #expect(
      keys(result) == keys(short)
        + " price origQty executedQty origQuoteOrderQty cummulativeQuoteQty status timeInForce type"
        + " side workingTime selfTradePreventionMode")
    let full = bench.order("side=BUY&type=MARKET&quantity=0.5")?.json
    #expect(keys(full) == keys(result) + " fills")
    let fill = full?["fills"]?.array?.first
    #expect(keys(fill) == "price qty commission commissionAsset tradeId")
    #expect(fill?["price"] == .string("100.02000000"))
    #expect(full?["status"] == .string("FILLED") && full?["executedQty"] == .string("0.50000000"))
    // Only a market order and a limit say all without being asked.
    let stop = bench.order("side=SELL&type=STOP_LOSS&quantity=1&stopPrice=90")?.json
    #expect(keys(stop) == keys(short))
  }

  @Test func `an order is asked for, listed, canceled, and asked for again`() throws {
    var bench = try APIBench()
    let placed = bench.order(
      "side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=105&newClientOrderId=one&strategyId=7"
        + "&strategyType=1000000")?.json
    let id = placed?["orderId"]?.integer ?? 0
    let order = bench.signed("GET", "/api/v3/order", "symbol=COINUSDT&orderId=\(id)")?.json
    #expect(
      keys(order)
        == "symbol orderId orderListId clientOrderId price origQty executedQty origQuoteOrderQty"
        + " cummulativeQuoteQty status timeInForce type side stopPrice icebergQty time updateTime"
        + " isWorking workingTime selfTradePreventionMode strategyId strategyType")
    #expect(
      bench.signed("GET", "/api/v3/openOrders")?.json?.array?.map { $0["orderId"]?.integer } == [id]
    )
    let canceled = bench.signed(
      "DELETE", "/api/v3/order", "symbol=COINUSDT&origClientOrderId=one&newClientOrderId=gone")?
      .json
    #expect(canceled?["origClientOrderId"] == .string("one"))
    #expect(
      canceled?["clientOrderId"] == .string("gone") && canceled?["status"] == .string("CANCELED"))
    #expect(
      bench.signed("GET", "/api/v3/openOrders", "symbol=COINUSDT")?.json?.array?.isEmpty == true)
    let all = bench.signed("GET", "/api/v3/allOrders", "symbol=COINUSDT&orderId=\(id)")?.json?.array
    #expect(all?.map { $0["status"] } == [.string("CANCELED")])
    _ = bench.order("side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=105")
    _ = bench.order("side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=106")
    let both = bench.signed("DELETE", "/api/v3/openOrders", "symbol=COINUSDT")?.json?.array
    #expect(both?.count == 2)
  }

  @Test func `fills are asked for by order, by number and by time`() throws {
    var bench = try APIBench()
    _ = bench.order("side=BUY&type=MARKET&quantity=2")
    _ = bench.order("side=SELL&type=MARKET&quantity=1")
    func fills(_ parameters: String) -> [JSONValue] {
      bench.signed("GET", "/api/v3/myTrades", "symbol=COINUSDT" + parameters)?.json?.array ?? []
    }
    let all = fills("")
    #expect(all.count == 3)
    #expect(
      keys(all.first)
        == "symbol id orderId orderListId price qty quoteQty commission commissionAsset time isBuyer"
        + " isMaker isBestMatch")
    #expect(fills("&orderId=2").map { $0["isBuyer"] } == [.bool(false)])
    #expect(fills("&fromId=\(all[1]["id"]?.integer ?? 0)").count == 2)
    #expect(fills("&limit=1").map { $0["orderId"]?.integer } == [2])
    #expect(fills("&startTime=\(bench.time.milliseconds + 1)").isEmpty)
    #expect(all[0]["quoteQty"] == .string("100.01000000"))
  }

  @Test func `an account says what it has`() throws {
    var bench = try APIBench()
    _ = bench.order("side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=105")
    let account = bench.signed("GET", "/api/v3/account", "omitZeroBalances=true")?.json
    let balances = account?["balances"]?.array?.map { "\(keys($0)): \($0["asset"]?.string ?? "")" }
    #expect(balances == ["asset free locked: COIN", "asset free locked: USDT"])
    #expect(account?["balances"]?.array?.first?["locked"] == .string("1.00000000"))
    #expect(account?["uid"]?.integer == 1 && account?["canTrade"] == .bool(true))
    let rates = bench.signed("GET", "/api/v3/account/commission", "symbol=COINUSDT")?.json
    #expect(keys(rates) == "symbol standardCommission specialCommission taxCommission discount")
    let counts = bench.signed("GET", "/api/v3/rateLimit/order")?.json?.array
    #expect(counts?.map { $0["count"]?.integer } == [1, 1])
    let filters = bench.signed("GET", "/api/v3/myFilters", "symbol=COINUSDT")?.json
    #expect(filters?["symbolFilters"]?.array?.count == 7)
  }

  /// Who reads the real exchange reads this one.
  @Test func `exchangeInfo is one`() throws {
    var bench = try APIBench()
    let info = try ExchangeInfo(bench.get("/api/v3/exchangeInfo", "symbols=%5B%22COINUSDT%22%5D"))
    #expect(info.symbols?.map(\.name) == ["COINUSDT"] && info.weightLimit == 6_000)
    #expect(info.rateLimits.map(\.kind) == ["REQUEST_WEIGHT", "ORDERS", "ORDERS", "RAW_REQUESTS"])
    #expect(try info.symbols?.first?.lotSize()?.stepSize == 0.00001)
    #expect(try bench.get("/api/v3/exchangeInfo")["symbols"]?.array?.count == 2)
    #expect(
      try bench.get("/api/v3/exchangeInfo", "symbolStatus=HALT")["symbols"]?.array?.isEmpty == true)
  }

  @Test func `the book, the prints and the tickers are those of the market`() throws {
    var bench = try APIBench()
    _ = bench.order("side=BUY&type=LIMIT&timeInForce=GTC&quantity=3&price=99.99")
    let depth = try bench.get("/api/v3/depth", "symbol=COINUSDT&limit=2")
    #expect(depth["bids"]?.array?.first?.text == #"["99.99000000","4.00000000"]"#)
    #expect(depth["asks"]?.array?.count == 2)
    let ticker = try bench.get("/api/v3/ticker/bookTicker", "symbol=COINUSDT")
    #expect(ticker["bidQty"] == .string("4.00000000"))
    _ = bench.order("side=BUY&type=MARKET&quantity=1")
    let price = try bench.get("/api/v3/ticker/price", "symbol=COINUSDT")
    #expect(price["price"] == .string("100.01000000"))
    let prints = try bench.get("/api/v3/trades", "symbol=COINUSDT").array
    #expect(prints?.last?["isBuyerMaker"] == .bool(false) && prints?.count == 2)
    #expect(try bench.get("/api/v3/aggTrades", "symbol=COINUSDT&fromId=2").array?.count == 1)
    let day = try bench.get("/api/v3/ticker/24hr", "symbol=COINUSDT")
    #expect(
      day["priceChange"] == .string("0.01000000") && day["priceChangePercent"] == .string("0.010"))
    #expect(day["count"]?.integer == 2 && day["lastPrice"] == .string("100.01000000"))
    #expect(try bench.get("/api/v3/ticker/24hr").array?.count == 2)
    let mean = try bench.get("/api/v3/avgPrice", "symbol=COINUSDT")
    #expect(mean["mins"]?.integer == 5)
  }

  @Test func `what clients ask of a wallet is answered`() throws {
    var bench = try APIBench()
    let coins = bench.signed("GET", "/sapi/v1/capital/config/getall")?.json?.array
    #expect(coins?.map { $0["coin"]?.string } == ["COIN", "USDT", "BNB"])
    #expect(bench.signed("GET", "/sapi/v1/margin/allPairs")?.json?.array?.isEmpty == true)
    #expect(bench.signed("GET", "/sapi/v1/margin/isolated/allPairs")?.json?.array?.isEmpty == true)
  }

  /// Klines read back by who reads the exchange's: in order, on the grid, and as many as asked.
  @Test(arguments: ["1s", "1m", "3m", "1h", "1d", "1w", "1M"])
  func `klines of every length are those of the minutes`(name: String) throws {
    var bench = try APIBench()
    var draws = SeededGenerator(seed: 3)
    let begin = bench.time
    for index in 0..<300 {
      let price = Price(units: Int64.random(in: 9_000...11_000, using: &draws) * 1_000_000)
      let print = TapePrint(
        time: begin + Int64(index) * 400_000, price: price, quantity: 1, isTakerBuy: true)
      bench.session.take(.traded(print, market: 0))
    }
    bench.time = begin + 300 * 400_000
    let body =
      bench.send(
        APIRequest(
          method: "GET", path: "/api/v3/klines",
          query: "symbol=COINUSDT&interval=\(name)&limit=1000"))?
      .reply.body ?? []
    let rows = try JSONValue(text: body).array ?? []
    let volume = rows.reduce(0.0) { $0 + (Double($1.array?[5].string ?? "") ?? 0) }
    if name == "1s" || name == "1m" {
      #expect(rows.count == 1_000)
    } else {
      #expect(abs(volume - 300.001) < 1e-6, "\(volume)")
    }
    if let interval = Interval(name), interval.milliseconds != nil {
      let klines = try Kline.page(body, interval).list
      for (before, next) in zip(klines, klines.dropFirst()) {
        #expect(next.openTime == before.openTime + (interval.milliseconds ?? 0))
      }
      let from = klines[klines.count / 2].openTime
      let part = try Kline.page(
        bench.send(
          APIRequest(
            method: "GET", path: "/api/v3/klines",
            query: "symbol=COINUSDT&interval=\(name)&limit=2&startTime=\(from)"))?.reply.body ?? [],
        interval
      ).list
      #expect(part.first == klines[klines.count / 2] && part.count <= 2)
    }
  }
}
