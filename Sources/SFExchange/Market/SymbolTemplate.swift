import SFCore
import SFWire

/// A symbol as exchangeInfo would have it, from what differs between symbols.
package struct SymbolTemplate: Equatable, Sendable {
  package var base: String
  package var quote: String
  package var tick: Price
  package var step: Quantity
  package var minNotional: AssetAmount

  package init(
    base: String, quote: String, tick: Price = 0.01, step: Quantity = 0.00001,
    minNotional: AssetAmount = 5
  ) {
    self.base = base
    self.quote = quote
    self.tick = tick
    self.step = step
    self.minNotional = minNotional
  }

  /// Quote assets that names of symbols end with, longer ones first.
  private static let quotes = [
    "FDUSD", "USDT", "USDC", "TUSD", "BUSD", "EUR", "TRY", "BRL", "GBP", "JPY", "USD", "BTC",
    "ETH", "BNB",
  ]

  /// For a symbol and a price of it; `nil` when the name ends with no quote asset that is known.
  package init?(symbol: String, price: Price) {
    guard
      let quote = Self.quotes.first(where: {
        symbol.hasSuffix($0) && symbol.utf8.count > $0.utf8.count
      })
    else { return nil }
    // A tick is some 10⁻⁶ of the price, a step worth some tenth of the quote currency's unit.
    var tick = Price(units: 1)
    while tick.units < 1_000_000, tick.units * 10 <= price.units / 100_000 {
      tick = Price(units: tick.units * 10)
    }
    var step = Quantity(units: 100_000_000)
    while step.units > 1, (price * step).units > 1_000_000_000_000_000 {
      step = Quantity(units: step.units / 10)
    }
    self.init(
      base: String(symbol.dropLast(quote.count)), quote: quote, tick: tick, step: step)
  }

  package var text: JSONValue {
    let modes = SelfTradeMode.allCases.map { JSONValue.string($0.rawValue) }
    return .members([
      "symbol": .string(base + quote), "status": .string(MarketStatus.trading.rawValue),
      "baseAsset": .string(base), "baseAssetPrecision": .integer(8), "quoteAsset": .string(quote),
      "quotePrecision": .integer(8), "quoteAssetPrecision": .integer(8),
      "baseCommissionPrecision": .integer(8), "quoteCommissionPrecision": .integer(8),
      "orderTypes": .array(SpotOrderType.allCases.map { .string($0.rawValue) }),
      "icebergAllowed": .bool(false), "ocoAllowed": .bool(false), "otoAllowed": .bool(false),
      "opoAllowed": .bool(false), "quoteOrderQtyMarketAllowed": .bool(true),
      "allowTrailingStop": .bool(false), "cancelReplaceAllowed": .bool(true),
      "amendAllowed": .bool(false), "pegInstructionsAllowed": .bool(false),
      "isSpotTradingAllowed": .bool(true), "isMarginTradingAllowed": .bool(false),
      "filters": .array(filters), "permissions": .array([]),
      "permissionSets": .array([.array([.string("SPOT")])]),
      "defaultSelfTradePreventionMode": .string(SelfTradeMode.expireMaker.rawValue),
      "allowedSelfTradePreventionModes": .array(modes),
    ])
  }

  private var filters: [JSONValue] {
    [
      filter("PRICE_FILTER", ["minPrice": tick, "maxPrice": 1_000_000 as Price, "tickSize": tick]),
      filter(
        "LOT_SIZE",
        ["minQty": step, "maxQty": Quantity(units: step.units * 900_000_000), "stepSize": step]),
      filter(
        "MARKET_LOT_SIZE",
        [
          "minQty": 0 as Quantity, "maxQty": Quantity(units: step.units * 10_000_000),
          "stepSize": 0 as Quantity,
        ]),
      filter(
        "PERCENT_PRICE_BY_SIDE",
        [
          "bidMultiplierUp": 5 as Ratio, "bidMultiplierDown": 0.2 as Ratio,
          "askMultiplierUp": 5 as Ratio, "askMultiplierDown": 0.2 as Ratio,
        ]
      ).adding(["avgPriceMins": .integer(5)]),
      JSONValue.members([
        "filterType": .string("NOTIONAL"), "minNotional": .amount(minNotional),
        "applyMinToMarket": .bool(true), "maxNotional": .amount(9_000_000 as AssetAmount),
        "applyMaxToMarket": .bool(false), "avgPriceMins": .integer(5),
      ]),
      JSONValue.members([
        "filterType": .string("MAX_NUM_ORDERS"), "maxNumOrders": .integer(200),
      ]),
      JSONValue.members([
        "filterType": .string("MAX_NUM_ALGO_ORDERS"), "maxNumAlgoOrders": .integer(5),
      ]),
    ]
  }

  private func filter(
    _ kind: String, _ amounts: KeyValuePairs<String, any FixedPoint>
  ) -> JSONValue {
    .object(
      [.init(key: "filterType", value: .string(kind))]
        + amounts.map { .init(key: $0.key, value: .string($0.value.eightPlaces)) })
  }
}
