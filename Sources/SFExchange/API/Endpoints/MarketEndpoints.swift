import SFBinance
import SFCore
import SFWire

extension ExchangeAPI {
  static let marketEndpoints: [APIEndpoint] = [
    APIEndpoint(
      "GET", "/api/v3/depth", weighing: { depthWeight($0) }, reads: ["symbol", "limit"]
    ) { api, parameters, _ throws(SpotRefusal) in try api.depth(parameters) },
    APIEndpoint("GET", "/api/v3/trades", weight: 25, reads: ["symbol", "limit"]) {
      api, parameters, _ throws(SpotRefusal) in
      let market = try api.market(parameters)
      let limit = try parameters.limit()
      return .array(market.prints.list.suffix(limit).map(\.text))
    },
    APIEndpoint(
      "GET", "/api/v3/aggTrades", weight: 4,
      reads: ["symbol", "fromId", "startTime", "endTime", "limit"]
    ) { api, parameters, _ throws(SpotRefusal) in try api.aggregates(parameters) },
    APIEndpoint("GET", "/api/v3/klines", weight: 2, reads: klineParameters) {
      api, parameters, _ throws(SpotRefusal) in try api.klines(parameters)
    },
    APIEndpoint("GET", "/api/v3/uiKlines", weight: 2, reads: klineParameters) {
      api, parameters, _ throws(SpotRefusal) in try api.klines(parameters)
    },
  ]

  private static let klineParameters = [
    "symbol", "interval", "startTime", "endTime", "timeZone", "limit",
  ]

  func market(_ parameters: RequestParameters) throws(SpotRefusal) -> SpotMarket {
    exchange.markets[try exchange.market(parameters.text("symbol"))]
  }

  // MARK: Depth

  private static func depthWeight(_ parameters: RequestParameters) -> Int {
    switch (try? parameters.limit(standard: 100, most: 5_000)) ?? 0 {  // refused when it is read
    case ...100: 5
    case ...500: 25
    case ...1_000: 50
    default: 250
    }
  }

  private func depth(_ parameters: RequestParameters) throws(SpotRefusal) -> JSONValue {
    let market = try market(parameters)
    let limit = try parameters.limit(standard: 100, most: 5_000)
    func side(_ side: Side) -> JSONValue {
      .array(
        exchange.depth(of: market, side, limit).map {
          .array([.amount($0.price), .amount($0.quantity)])
        })
    }
    return .members([
      "lastUpdateId": .integer(market.bookUpdate), "bids": side(.buy), "asks": side(.sell),
    ])
  }

  // MARK: Prints

  private func aggregates(_ parameters: RequestParameters) throws(SpotRefusal) -> JSONValue {
    let market = try market(parameters)
    let limit = try parameters.limit()
    let from = try parameters.integer("fromId")
    let start = try parameters.integer("startTime")
    let end = try parameters.integer("endTime")
    let list = market.prints.list.filter { print in
      let time = print.print.time.milliseconds
      return print.id >= from ?? 0 && time >= start ?? 0 && time <= end ?? .max
    }
    let wanted = from == nil && start == nil ? list.suffix(limit) : list.prefix(limit)
    return .array(wanted.map(\.aggregateText))
  }

  // MARK: Klines

  private func klines(_ parameters: RequestParameters) throws(SpotRefusal) -> JSONValue {
    let market = try market(parameters)
    let offset = try Self.offset(parameters.optional("timeZone"))
    guard let interval = KlineInterval(try parameters.text("interval"), offset: offset) else {
      throw SpotRefusal(.badInterval, "Invalid interval.")
    }
    let klines = market.klines(
      interval, from: try parameters.integer("startTime"), to: try parameters.integer("endTime"),
      limit: try parameters.limit())
    return .array(klines.map { $0.text(closing: interval.lastMillisecond(of: $0.opened)) })
  }

  /// Hours and minutes of a time zone, `-1:00`, `05:45`, `8`, in milliseconds.
  private static func offset(_ text: String?) throws(SpotRefusal) -> Int64 {
    guard let text else { return 0 }
    let isBehind = text.hasPrefix("-")
    let parts = text.drop { $0 == "-" || $0 == "+" }.split(separator: ":").map { Int64($0) }
    guard let hours = parts.first ?? nil, parts.count < 3,
      let minutes = parts.count == 2 ? parts[1] : 0, (0..<60).contains(minutes)
    else { throw .invalid("timeZone") }
    let offset = (hours * 60 + minutes) * (isBehind ? -60_000 : 60_000)
    guard (-43_200_000...50_400_000).contains(offset) else { throw .invalid("timeZone") }
    return offset
  }
}

extension SpotExchange {
  /// The levels of a side, best first: accounts' orders and those around them together.
  package func depth(
    of market: SpotMarket, _ side: Side, _ limit: Int
  ) -> [AmbientBook.Level] {
    var levels: [AmbientBook.Level] = []
    let queue = market.queue(side)
    var entries = queue.entries[...]
    var ambient = market.ambient.levels(side)[...]
    while levels.count < limit {
      let order = entries.first?.price
      guard let level = ambient.first?.price ?? order else { break }
      let price = order.map { queue.isBetter($0, than: level) ? $0 : level } ?? level
      var quantity = Quantity.zero
      if ambient.first?.price == price { quantity += ambient.removeFirst().quantity }
      while let entry = entries.first, entry.price == price {
        quantity += orders[entry.id]?.remaining ?? .zero
        entries.removeFirst()
      }
      levels.append(AmbientBook.Level(price: price, quantity: quantity))
    }
    return levels
  }
}

extension SpotPrint {
  fileprivate var text: JSONValue {
    .members([
      "id": .integer(id), "price": .amount(print.price), "qty": .amount(print.quantity),
      "quoteQty": .amount(quote), "time": .time(print.time),
      "isBuyerMaker": .bool(!print.isTakerBuy), "isBestMatch": .bool(true),
    ])
  }

  fileprivate var aggregateText: JSONValue {
    .members([
      "a": .integer(id), "p": .amount(print.price), "q": .amount(print.quantity),
      "f": .integer(id), "l": .integer(id), "T": .time(print.time),
      "m": .bool(!print.isTakerBuy), "M": .bool(true),
    ])
  }
}
