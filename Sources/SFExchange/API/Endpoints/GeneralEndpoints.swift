import SFBinance
import SFCore
import SFWire

extension ExchangeAPI {
  static let generalEndpoints: [APIEndpoint] = [
    APIEndpoint("GET", "/api/v3/ping", weight: 1) { _, _, _ throws(SpotRefusal) in .members([:]) },
    APIEndpoint("GET", "/api/v3/time", weight: 1) { api, _, _ throws(SpotRefusal) in
      .members(["serverTime": .time(api.exchange.time + api.clockError)])
    },
    APIEndpoint(
      "GET", "/api/v3/exchangeInfo", weight: 20,
      reads: ["symbol", "symbols", "permissions", "showPermissionSets", "symbolStatus"]
    ) { api, parameters, _ throws(SpotRefusal) in try api.exchangeInfo(parameters) },
    APIEndpoint("GET", "/api/v3/executionRules", weight: 40, reads: ["symbol", "symbols"]) {
      api, parameters, _ throws(SpotRefusal) in try api.executionRules(parameters)
    },
  ]

  private func exchangeInfo(_ parameters: RequestParameters) throws(SpotRefusal) -> JSONValue {
    let wanted = try markets(parameters)
    let status: MarketStatus? = try parameters.word(
      "symbolStatus", SpotRefusal(.badSymbolStatus, "Invalid symbolStatus."))
    let symbols = wanted.map { exchange.markets[$0] }
      .filter { market in status.map { $0 == market.status } ?? true }
      .map { $0.rules.text(status: $0.status) }
    return .members([
      "timezone": .string("UTC"), "serverTime": .time(exchange.time + clockError),
      "rateLimits": .array(rateLimits), "exchangeFilters": .array([]),
      "symbols": .array(symbols),
    ])
  }

  private var rateLimits: [JSONValue] {
    let usage = AddressUsage(weight: settings.weight, requests: settings.requests)
    let orders = OrderUsage(exchange.setup.settings).windows
    return [usage.weight.text("REQUEST_WEIGHT")] + orders.map { $0.text("ORDERS") }
      + [usage.requests.text("RAW_REQUESTS")]
  }

  private func executionRules(_ parameters: RequestParameters) throws(SpotRefusal) -> JSONValue {
    let rules = try markets(parameters).map { place -> JSONValue in
      let market = exchange.markets[place]
      let rules = market.range.map { [$0.text] } ?? []
      return .members(["symbol": .string(market.rules.symbol), "rules": .array(rules)])
    }
    return .members(["symbolRules": .array(rules)])
  }

  /// The symbols that are asked for by `symbol` or `symbols`; all of them by neither.
  func markets(_ parameters: RequestParameters) throws(SpotRefusal) -> [Int] {
    let one = try parameters.optional("symbol")
    let many = try parameters.optional("symbols")
    if one != nil, many != nil {
      throw SpotRefusal(.badCombination, "Combination of optional parameters invalid.")
    }
    if let one { return [try exchange.market(one)] }
    guard let many else { return Array(exchange.markets.indices) }
    guard let list = (try? JSONValue(text: Array(many.utf8)))?.array,  // what is no list is refused
      !list.isEmpty
    else {
      throw .illegal(
        "symbols", range: #"^\["[\w-._&&[^a-z]]{1,50}"(,"[\w-._&&[^a-z]]{1,50}"){0,}\]$"#)
    }
    var places: [Int] = []
    for value in list {
      guard let name = value.string else { throw .invalidSymbol }
      places.append(try exchange.market(name))
    }
    return places
  }
}

extension UsageWindow {
  func text(_ kind: String) -> JSONValue {
    .members([
      "rateLimitType": .string(kind), "interval": .string(unit), "intervalNum": .integer(count),
      "limit": .integer(limit),
    ])
  }
}

extension PriceRange {
  fileprivate var text: JSONValue {
    .members([
      "ruleType": .string("PRICE_RANGE"), "bidLimitMultUp": .amount(buy.up),
      "bidLimitMultDown": .amount(buy.down), "askLimitMultUp": .amount(sell.up),
      "askLimitMultDown": .amount(sell.down),
    ])
  }
}

extension SymbolRules {
  /// As exchangeInfo has it, with the status of now.
  fileprivate func text(status: MarketStatus) -> JSONValue {
    .object(
      (text.members ?? []).map {
        $0.key == "status" ? .init(key: "status", value: .string(status.rawValue)) : $0
      })
  }
}
