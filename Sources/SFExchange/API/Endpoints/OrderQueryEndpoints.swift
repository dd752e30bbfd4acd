import SFBinance
import SFCore
import SFWire

extension ExchangeAPI {
  static let orderQueryEndpoints: [APIEndpoint] = [
    APIEndpoint("GET", "/api/v3/order", .signed, weight: 4, reads: orderNames) {
      api, parameters, account throws(SpotRefusal) in
      let symbol = try parameters.text("symbol")
      let order = try api.exchange.find(name(parameters), of: account, symbol: symbol)
      guard api.isKnown(order) else { throw .noSuchOrder }
      return order.text(symbol: symbol)
    },
    APIEndpoint(
      "GET", "/api/v3/openOrders", .signed, weighing: { $0.has("symbol") ? 6 : 80 },
      reads: ["symbol"]
    ) { api, parameters, account throws(SpotRefusal) in
      let market = try parameters.optional("symbol").map { symbol throws(SpotRefusal) in
        try api.exchange.market(symbol)
      }
      let open = api.exchange.orders.openOrders(of: account)
        .filter { (market == nil || $0.market == market) && api.isKnown($0) }
      return api.list(open)
    },
    APIEndpoint(
      "GET", "/api/v3/allOrders", .signed, weight: 20,
      reads: ["symbol", "orderId", "startTime", "endTime", "limit"]
    ) { api, parameters, account throws(SpotRefusal) in
      try api.allOrders(parameters, account)
    },
    APIEndpoint(
      "GET", "/api/v3/myTrades", .signed, weighing: { $0.has("orderId") ? 5 : 20 },
      reads: ["symbol", "orderId", "startTime", "endTime", "fromId", "limit"]
    ) { api, parameters, account throws(SpotRefusal) in
      try api.accountFills(parameters, account)
    },
  ]

  /// Whether who asks already finds it: behind the engine, reads lag.
  private func isKnown(_ order: SpotOrder) -> Bool {
    exchange.time - order.created >= max(settings.lag, faults.lag)
  }

  private func list(_ orders: some Sequence<SpotOrder>) -> JSONValue {
    .array(orders.map { $0.text(symbol: exchange.markets[$0.market].rules.symbol) })
  }

  private func allOrders(
    _ parameters: RequestParameters, _ account: Int
  ) throws(SpotRefusal) -> JSONValue {
    let market = try exchange.market(parameters.text("symbol"))
    let limit = try parameters.limit()
    let window = try TimeWindow(parameters)
    let from = try parameters.integer("orderId")
    let orders = exchange.orders.allOrders(of: account, market: market).filter {
      isKnown($0) && $0.id >= from ?? 0 && window.contains($0.updated)
    }
    return list(from != nil || window.from != nil ? orders.prefix(limit) : orders.suffix(limit))
  }

  private func accountFills(
    _ parameters: RequestParameters, _ account: Int
  ) throws(SpotRefusal) -> JSONValue {
    let market = try exchange.market(parameters.text("symbol"))
    let limit = try parameters.limit()
    let window = try TimeWindow(parameters)
    let order = try parameters.integer("orderId")
    let from = try parameters.integer("fromId")
    if window.isGiven, order != nil || from != nil {
      throw SpotRefusal(.badCombination, "Combination of optional parameters invalid.")
    }
    let fills = exchange.fills[account].list.filter { fill in
      fill.market == market && fill.fill.tradeID >= from ?? 0
        && (order == nil || fill.orderID == order) && window.contains(fill.time)
    }
    let wanted = from != nil || window.from != nil ? fills.prefix(limit) : fills.suffix(limit)
    return .array(wanted.map { $0.text(symbol: exchange.markets[market].rules.symbol) })
  }
}

/// From one time to another, at most a day; both inclusive and in milliseconds.
private struct TimeWindow {
  let from: Int64?
  let to: Int64?

  init(_ parameters: RequestParameters) throws(SpotRefusal) {
    from = try parameters.integer("startTime")
    to = try parameters.integer("endTime")
    if let from, let to {
      let (length, overflow) = to.subtractingReportingOverflow(from)
      guard !overflow, length <= Timestamp.millisecondsPerDay else {
        throw SpotRefusal(
          .intervalTooLong, "More than 24 hours between startTime and endTime.")
      }
    }
  }

  var isGiven: Bool { from != nil || to != nil }

  func contains(_ time: Timestamp) -> Bool {
    time.milliseconds >= from ?? .min && time.milliseconds <= to ?? .max
  }
}

extension AccountFill {
  fileprivate func text(symbol: String) -> JSONValue {
    .members([
      "symbol": .string(symbol), "id": .integer(fill.tradeID), "orderId": .integer(orderID),
      "orderListId": .integer(-1), "price": .amount(fill.price), "qty": .amount(fill.quantity),
      "quoteQty": .amount(fill.quote), "commission": .amount(fill.commission),
      "commissionAsset": .string(fill.commissionAsset), "time": .time(time),
      "isBuyer": .bool(isBuyer), "isMaker": .bool(fill.isMaker), "isBestMatch": .bool(true),
    ])
  }
}
