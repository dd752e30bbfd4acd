import SFBinance
import SFCore

/// What the exchange holds orders of a symbol against, as far as an order and a price decide it.
package struct TradingRules: Equatable, Sendable {
  package let symbol: Symbol
  package let base: String
  package let quote: String
  package let isTrading: Bool
  let tick: Price
  let step: Quantity
  private let least: Quantity
  private let most: Quantity?
  private let mostAtMarket: Quantity?
  package let minNotional: Money
  private let appliesToMarket: Bool
  /// Whether an order may wait at the exchange, and sell at the market when its trigger is reached.
  let takesStopLoss: Bool
  private let all: FormRules

  /// Reads a symbol of exchangeInfo, whose assets and filters must be there.
  package init(_ info: SymbolInfo) throws(UnreadableAnswer) {
    guard let base = info.baseAsset, let quote = info.quoteAsset else {
      throw UnreadableAnswer("found no assets of \(info.name.shown())")
    }
    guard let symbol = Symbol(info.name) else {
      throw UnreadableAnswer("found \(info.name.shown()), which no symbol can be called")
    }
    self.symbol = symbol
    self.base = base
    self.quote = quote
    isTrading = (info.status ?? "TRADING") == "TRADING"
    tick = try info.priceFilter()?.tickSize ?? Price(units: 1)
    let (lot, market) = (try info.lotSize(), try info.marketLotSize())
    // Each is counted from 0: what keeps to both is a multiple of both.
    step = Self.multiple(
      of: lot?.stepSize ?? Quantity(units: 1), market?.stepSize ?? Quantity(units: 1))
    least = max(lot?.minQty ?? .zero, market?.minQty ?? .zero)
    most = lot?.maxQty
    mostAtMarket = market?.maxQty
    let (old, new) = (try info.minNotional(), try info.notional())
    minNotional = max(old?.minNotional ?? .zero, new?.minNotional ?? .zero)
    takesStopLoss = info.orderTypes?.contains("STOP_LOSS") ?? true
    all = try FormRules(info)
    appliesToMarket = old?.appliesToMarket == true || new?.appliesMinToMarket == true
  }

  /// The least common one; the larger of two that have none in reach.
  private static func multiple(of a: Quantity, _ b: Quantity) -> Quantity {
    var (divisor, rest) = (a.units, b.units)
    while rest > 0 { (divisor, rest) = (rest, divisor % rest) }
    let (product, isBeyond) = (a.units / divisor).multipliedReportingOverflow(by: b.units)
    return isBeyond ? max(a, b) : Quantity(units: product)
  }

  /// Every rule that an order breaks, as far as market and account are known.
  package func broken(by form: OrderForm, _ view: AccountView) -> [SymbolFilter.Kind] {
    all.broken(by: form, view)
  }

  /// Whether the mean price of some minutes is needed.
  var needsMean: Bool { all.needsMean }

  /// Down to what the exchange trades in.
  package func floored(_ quantity: Quantity) -> Quantity {
    Quantity(units: quantity.units - quantity.units % step.units)
  }

  func floored(_ price: Price) -> Price { Price(units: price.units - price.units % tick.units) }

  func ceiled(_ price: Price) -> Price {
    let floor = floored(price)
    return floor == price ? price : Price(units: floor.units + tick.units)
  }

  func isQuantity(_ quantity: Quantity) -> Bool { quantity > .zero && quantity >= least }

  /// At most what one order may have, at its limit or at the market.
  func capped(
    _ quantity: Quantity, atLimit limit: Price?, _ view: AccountView = AccountView()
  ) -> Quantity {
    let limits = [most, limit == nil ? mostAtMarket : nil, all.most(atLimit: limit, view)]
    return floored(limits.compactMap { $0 }.reduce(quantity, min))
  }

  /// Whether a sale is too small for the exchange at a price.
  package func isDust(_ quantity: Quantity, at price: Price) -> Bool {
    !isQuantity(floored(quantity)) || price * floored(quantity) < minNotional
  }
}
