import SFBinance
import SFCore
import SFWire

/// What the exchange says of a symbol, and what it holds orders against.
package struct SymbolRules: Equatable, Sendable {
  /// As exchangeInfo has it.
  package let text: JSONValue
  package let symbol: String
  package let base: String
  package let quote: String
  package let types: [SpotOrderType]
  package let selfTrade: SelfTradeMode
  package let selfTradeModes: [SelfTradeMode]
  package let takesQuoteQuantity: Bool
  package let priceFilter: PriceFilter?
  package let percentPrice: PercentPrice?
  package let lot: LotSize?
  package let marketLot: LotSize?
  package let minNotional: MinNotional?
  package let notional: Notional?
  package let limits: OpenOrderLimits

  /// Reads a symbol of exchangeInfo, whose assets and filters must be there.
  package init(_ text: JSONValue) throws(UnreadableAnswer) {
    let info = try ExchangeInfo(.object([.init(key: "symbols", value: .array([text]))]))
    guard let symbol = info.symbols?.first, let base = symbol.baseAsset,
      let quote = symbol.quoteAsset
    else { throw UnreadableAnswer("found a symbol without 'baseAsset' or 'quoteAsset'") }
    self.text = text
    self.symbol = symbol.name
    self.base = base
    self.quote = quote
    types = Self.words(text["orderTypes"]) ?? SpotOrderType.allCases
    selfTradeModes = Self.words(text["allowedSelfTradePreventionModes"]) ?? SelfTradeMode.allCases
    selfTrade =
      text["defaultSelfTradePreventionMode"]?.string.flatMap(SelfTradeMode.init) ?? .none
    takesQuoteQuantity = text["quoteOrderQtyMarketAllowed"] != .bool(false)
    priceFilter = try symbol.priceFilter()
    percentPrice = try symbol.percentPrice()
    lot = try symbol.lotSize()
    marketLot = try symbol.marketLotSize()
    minNotional = try symbol.minNotional()
    notional = try symbol.notional()
    limits = try symbol.openOrderLimits()
  }

  /// The words of a list that are known here; `nil` where there is no list.
  private static func words<Word: RawRepresentable<String>>(_ list: JSONValue?) -> [Word]? {
    list?.array.map { $0.compactMap { $0.string.flatMap(Word.init) } }
  }

  /// The smallest difference of prices.
  package var tick: Price { priceFilter?.tickSize ?? Price(units: 1) }

  /// The smallest difference of quantities.
  package var step: Quantity { lot?.stepSize ?? Quantity(units: 1) }

  /// Down to a whole number of ticks.
  func floored(_ price: Price) -> Price { Price(units: price.units - price.units % tick.units) }
}
