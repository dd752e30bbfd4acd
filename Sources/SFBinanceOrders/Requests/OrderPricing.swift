import SFBinance
import SFBroker
import SFCore

/// How approved orders become orders of the exchange. Prices are bounded: what the book does in
/// between costs no more than a part of the price.
///
///     enter          LIMIT IOC at ask × (1 + slip), no more than free cash pays
///     enter, limit   LIMIT GTC, down to a tick
///     exit           LIMIT IOC at bid × 0.99, up to a tick, five times; then MARKET
package struct OrderPricing: Hashable, Sendable, Codable {
  package static let boundedExits = 5
  private static let exitPart: Ratio = 0.99
  /// Of the smallest notional: what an entry buys can be sold, also when the price has fallen.
  private static let entryFactor: Ratio = 1.5

  /// The most of the ask that an entry pays on top of it.
  package let maxSlip: Ratio

  package init(maxSlip: Ratio = 0.003) { self.maxSlip = maxSlip }

  /// The best prices of a symbol.
  package struct Best: Hashable, Sendable, Codable {
    package let bid: Price
    package let ask: Price

    package init(bid: Price, ask: Price) {
      self.bid = bid
      self.ask = ask
    }
  }

  /// What is sent, or why nothing is.
  package enum Priced: Hashable, Sendable {
    case form(OrderForm)
    case refused(RefusalReason)
  }

  /// An entry of so much, which free cash must pay; what it cannot pay is cut.
  package func entry(
    _ order: Order, _ quantity: Quantity, _ rules: TradingRules, _ best: Best, free: Money,
    clientID: String, _ view: AccountView = AccountView()
  ) -> Priced {
    guard rules.isTrading else { return .refused(.market(.noMarket)) }
    guard order.side == .buy else { return .refused(.rule(.shortsNotAllowed)) }
    let kind: OrderForm.Kind
    let price: Price
    switch (order.kind, order.price) {
    case (.market, _):
      price = rules.floored(best.ask.times(Ratio(units: Ratio.one.units + maxSlip.units)))
      kind = .limitNow(price)
    case (.limit, let limit?):
      price = rules.floored(limit)
      kind = .limit(price)
    default: return .refused(.rule(.notAllowed))
    }
    guard price > .zero else { return .refused(.market(.noPrice)) }
    let paid = min(quantity, Quantity(upTo: max(free, .zero), at: price))
    let size = rules.capped(paid, atLimit: price)
    guard rules.isQuantity(size) else { return .refused(.rule(.lotSize)) }
    let least = rules.minNotional.part(Self.entryFactor) ?? rules.minNotional
    guard price * size >= least else { return .refused(.rule(.minNotional)) }
    let form = OrderForm(
      symbol: order.symbol, side: .buy, kind: kind, quantity: size, clientID: clientID)
    if let broken = rules.broken(by: form, view).first {
      return .refused(RefusalReason(rawValue: broken.rawValue.lowercased()))
    }
    return .form(form)
  }

  /// An exit of so much, for the time of that number; dust is refused as such.
  package func exit(
    _ order: Order, _ quantity: Quantity, _ rules: TradingRules, _ best: Best, attempt: Int,
    clientID: String, _ view: AccountView = AccountView()
  ) -> Priced {
    guard rules.isTrading else { return .refused(.market(.noMarket)) }
    guard !rules.isDust(quantity, at: best.bid) else { return .refused(.market(.dust)) }
    let bound = rules.ceiled(best.bid.times(Self.exitPart))
    // A bound that makes it too small would be refused; at the market it is not.
    let isBounded =
      attempt <= Self.boundedExits && bound > .zero && !rules.isDust(quantity, at: bound)
    func form(_ kind: OrderForm.Kind) -> OrderForm {
      let limit = kind == .market ? nil : bound
      return OrderForm(
        symbol: order.symbol, side: .sell, kind: kind,
        quantity: rules.capped(quantity, atLimit: limit, view), clientID: clientID)
    }
    // What one knows of an account may be old: but for its price an exit is left to the exchange.
    let isLimited =
      isBounded && !rules.broken(by: form(.limitNow(bound)), view).contains(where: \.isOfPrice)
    return .form(form(isLimited ? .limitNow(bound) : .market))
  }
}

extension SymbolFilter.Kind {
  /// Whether it bounds the price of a limit, and nothing at the market.
  fileprivate var isOfPrice: Bool {
    [.priceFilter, .percentPrice, .percentPriceBySide].contains(self)
  }
}

extension Price {
  /// A part or a multiple of it, down to eight decimals.
  func times(_ ratio: Ratio) -> Price {
    Price(units: Int64(Int128(units) * Int128(ratio.units) / Int128(Ratio.one.units)))
  }
}
