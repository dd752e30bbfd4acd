import SFBinance
import SFCore
import SFWire

extension ExchangeAPI {
  static let tickerEndpoints: [APIEndpoint] = [
    APIEndpoint("GET", "/api/v3/avgPrice", weight: 2, reads: ["symbol"]) {
      api, parameters, _ throws(SpotRefusal) in
      let market = try api.market(parameters)
      return .members([
        "mins": .integer(5), "price": .amount(market.mean(minutes: 5) ?? .zero),
        "closeTime": .time(market.prints.list.last?.print.time ?? api.exchange.time),
      ])
    },
    APIEndpoint(
      "GET", "/api/v3/ticker/24hr", weighing: { $0.has("symbol") ? 2 : $0.has("symbols") ? 2 : 80 },
      reads: ["symbol", "symbols", "type", "symbolStatus"]
    ) { api, parameters, _ throws(SpotRefusal) in
      try api.tickers(parameters) { $0.statistics($1, at: api.exchange.time) }
    },
    APIEndpoint(
      "GET", "/api/v3/ticker/price", weighing: { $0.has("symbol") ? 2 : 4 },
      reads: ["symbol", "symbols", "symbolStatus"]
    ) { api, parameters, _ throws(SpotRefusal) in
      try api.tickers(parameters) { market, _ in
        .members([
          "symbol": .string(market.rules.symbol), "price": .amount(market.last ?? .zero),
        ])
      }
    },
    APIEndpoint(
      "GET", "/api/v3/ticker/bookTicker", weighing: { $0.has("symbol") ? 2 : 4 },
      reads: ["symbol", "symbols", "symbolStatus"]
    ) { api, parameters, _ throws(SpotRefusal) in
      let exchange = api.exchange
      return try api.tickers(parameters) { market, _ in exchange.bookTicker(of: market) }
    },
    APIEndpoint("GET", "/api/v3/referencePrice", weight: 2, reads: ["symbol"]) {
      api, parameters, _ throws(SpotRefusal) in
      let market = try api.market(parameters)
      guard market.range != nil, let mean = market.mean(minutes: 1) else {
        throw SpotRefusal(.noReferencePrice, "This symbol doesn't have a reference price.")
      }
      return .members([
        "symbol": .string(market.rules.symbol), "referencePrice": .amount(mean),
        "timestamp": .time(api.exchange.time),
      ])
    },
  ]

  /// One for `symbol`, a list of them for `symbols` or neither.
  private func tickers(
    _ parameters: RequestParameters, _ text: (SpotMarket, String?) -> JSONValue
  ) throws(SpotRefusal) -> JSONValue {
    let kind = try parameters.optional("type")
    guard kind == nil || kind == "FULL" || kind == "MINI" else {
      throw SpotRefusal(.badTickerType, "Invalid ticker type.")
    }
    let places = try markets(parameters)
    if parameters.has("symbol"), let place = places.first {
      return text(exchange.markets[place], kind)
    }
    return .array(places.map { text(exchange.markets[$0], kind) })
  }
}

extension SpotExchange {
  /// Best bid and ask with what stands there; 0 for nothing.
  package func bookTicker(of market: SpotMarket) -> JSONValue {
    let bid = depth(of: market, .buy, 1).first
    let ask = depth(of: market, .sell, 1).first
    return .members([
      "symbol": .string(market.rules.symbol), "bidPrice": .amount(bid?.price ?? .zero),
      "bidQty": .amount(bid?.quantity ?? .zero), "askPrice": .amount(ask?.price ?? .zero),
      "askQty": .amount(ask?.quantity ?? .zero),
    ])
  }
}

extension SpotMarket {
  private static let minutesOfDay = 1_440

  /// What happened in the last 24 hours, by the minute.
  func statistics(_ kind: String?, at time: Timestamp) -> JSONValue {
    let klines = minutes.newest(Self.minutesOfDay)
    var day = klines.first ?? SpotKline(opened: time.milliseconds, at: .zero)
    for kline in klines.dropFirst() { day.add(kline) }
    let mean = day.volume > 0 ? day.quoteVolume * 100_000_000 / day.volume : 0
    let names = JSONValue.members(["symbol": .string(rules.symbol)])
    let prices: KeyValuePairs<String, JSONValue> = [
      "openPrice": .amount(day.open), "highPrice": .amount(day.high),
      "lowPrice": .amount(day.low), "lastPrice": .amount(last ?? .zero),
    ]
    let ends: KeyValuePairs<String, JSONValue> = [
      "volume": .amount(units: day.volume), "quoteVolume": .amount(units: day.quoteVolume),
      "openTime": .integer(day.opened), "closeTime": .time(time),
      "firstId": .integer(day.firstID ?? -1), "lastId": .integer(day.lastID ?? -1),
      "count": .integer(day.count),
    ]
    if kind == "MINI" { return names.adding(prices).adding(ends) }
    return names.adding(changes(day, mean: mean)).adding(best).adding(prices).adding(ends)
  }

  private func changes(
    _ day: SpotKline, mean: Int128
  ) -> KeyValuePairs<String, JSONValue> {
    let change = day.close - day.open
    let thousandths =
      day.open > .zero ? Int128(change.units) * 100_000 / Int128(day.open.units) : 0
    return [
      "priceChange": .amount(change),
      "priceChangePercent": .string(Self.percent(Int64(thousandths))),
      "weightedAvgPrice": .amount(units: mean), "prevClosePrice": .amount(day.open),
    ]
  }

  /// Three decimals, as the exchange writes them.
  private static func percent(_ thousandths: Int64) -> String {
    let (whole, part) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1_000)
    let digits = String(part)
    return
      "\(thousandths < 0 ? "-" : "")\(whole).\(String(repeating: "0", count: 3 - digits.count))"
      + digits
  }

  private var best: KeyValuePairs<String, JSONValue> {
    let (bid, ask) = (ambient.levels(.buy).first, ambient.levels(.sell).first)
    return [
      "lastQty": .amount(prints.list.last?.print.quantity ?? .zero),
      "bidPrice": .amount(best(.buy) ?? .zero), "bidQty": .amount(bid?.quantity ?? .zero),
      "askPrice": .amount(best(.sell) ?? .zero), "askQty": .amount(ask?.quantity ?? .zero),
    ]
  }
}
