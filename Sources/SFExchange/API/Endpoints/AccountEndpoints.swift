import SFBinance
import SFCore
import SFWire

extension ExchangeAPI {
  static let accountEndpoints: [APIEndpoint] = [
    APIEndpoint("GET", "/api/v3/account", .signed, weight: 20, reads: ["omitZeroBalances"]) {
      api, parameters, account throws(SpotRefusal) in
      api.accountText(account, omittingZero: try parameters.flag("omitZeroBalances"))
    },
    APIEndpoint("GET", "/api/v3/account/commission", .signed, weight: 20, reads: ["symbol"]) {
      api, parameters, account throws(SpotRefusal) in
      let symbol = try parameters.text("symbol")
      _ = try api.exchange.market(symbol)
      return .members(["symbol": .string(symbol)]).adding(api.commissionParts(account))
    },
    APIEndpoint("GET", "/api/v3/rateLimit/order", .signed, weight: 40) {
      api, _, account throws(SpotRefusal) in
      .array(
        api.exchange.usage[account].windows.map {
          $0.text("ORDERS").adding(["count": .integer($0.used)])
        })
    },
    APIEndpoint("GET", "/api/v3/myFilters", .signed, weight: 40, reads: ["symbol"]) {
      api, parameters, _ throws(SpotRefusal) in
      let market = try api.market(parameters)
      return .members([
        "exchangeFilters": .array([]), "symbolFilters": market.rules.text["filters"] ?? .array([]),
        "assetFilters": .array([]),
      ])
    },
  ]

  private func accountText(_ place: Int, omittingZero: Bool) -> JSONValue {
    let account = exchange.ledger.accounts[place]
    let balances = zip(exchange.ledger.assets, account.balances)
      .filter { !omittingZero || $0.1.total > .zero }
      .map { asset, balance in
        JSONValue.members([
          "asset": .string(asset), "free": .amount(balance.free), "locked": .amount(balance.locked),
        ])
      }
    let updated = account.balances.compactMap(\.updated).max() ?? exchange.time
    return .members([
      "makerCommission": .integer(Self.hundredths(account.maker)),
      "takerCommission": .integer(Self.hundredths(account.taker)),
      "buyerCommission": .integer(0), "sellerCommission": .integer(0),
      "commissionRates": Self.rates(account.maker, account.taker),
      "canTrade": .bool(account.canTrade), "canWithdraw": .bool(true), "canDeposit": .bool(true),
      "brokered": .bool(false), "requireSelfTradePrevention": .bool(false),
      "preventSor": .bool(false), "updateTime": .time(updated), "accountType": .string("SPOT"),
      "balances": .array(balances), "permissions": .array([.string("SPOT")]),
      "uid": .integer(account.uid),
    ])
  }

  /// Of a percent, as the exchange has counted commissions from the start.
  private static func hundredths(_ rate: Ratio) -> Int64 { rate.units / 10_000 }

  private static func rates(_ maker: Ratio, _ taker: Ratio) -> JSONValue {
    .members([
      "maker": .amount(maker), "taker": .amount(taker), "buyer": .amount(Ratio.zero),
      "seller": .amount(Ratio.zero),
    ])
  }

  private func commissionParts(_ place: Int) -> KeyValuePairs<String, JSONValue> {
    let account = exchange.ledger.accounts[place]
    return [
      "standardCommission": Self.rates(account.maker, account.taker),
      "specialCommission": Self.rates(.zero, .zero), "taxCommission": Self.rates(.zero, .zero),
      "discount": Self.discount(account),
    ]
  }

  /// What `order/test` says of an order's commissions.
  func commissions(of place: Int) -> JSONValue {
    let account = exchange.ledger.accounts[place]
    func rates(_ maker: Ratio, _ taker: Ratio) -> JSONValue {
      .members(["maker": .amount(maker), "taker": .amount(taker)])
    }
    return .members([
      "standardCommissionForOrder": rates(account.maker, account.taker),
      "specialCommissionForOrder": rates(.zero, .zero),
      "taxCommissionForOrder": rates(.zero, .zero),
      "discount": Self.discount(account),
    ])
  }

  private static func discount(_ account: SpotAccount) -> JSONValue {
    .members([
      "enabledForAccount": .bool(account.discount != nil), "enabledForSymbol": .bool(true),
      "discountAsset": .string("BNB"), "discount": .amount(account.discount ?? .zero),
    ])
  }
}
