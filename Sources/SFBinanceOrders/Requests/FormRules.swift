import SFBinance
import SFCore

/// What of a market and an account an order is held against; what is not known is not held against it.
package struct AccountView: Hashable, Sendable {
  /// The mean price of the last minutes, and the last price.
  package var mean: Price?
  package var last: Price?
  /// Of the base asset, with what is locked.
  package var base: Quantity?
  /// What open orders would buy.
  package var openBuys: Quantity = .zero
  package var openOrders = 0
  /// Open orders that wait for a trigger.
  package var openTriggers = 0

  package init() {}
}

/// All that the exchange holds orders of a symbol against: what an order alone decides, and what needs
/// prices and an account.
struct FormRules: Equatable, Sendable {
  private let price: PriceFilter?
  private let percent: PercentPrice?
  private let lot: LotSize?
  private let marketLot: LotSize?
  private let old: MinNotional?
  private let new: Notional?
  private let limits: OpenOrderLimits

  init(_ info: SymbolInfo) throws(UnreadableAnswer) {
    price = try info.priceFilter()
    percent = try info.percentPrice()
    (lot, marketLot) = (try info.lotSize(), try info.marketLotSize())
    (old, new) = (try info.minNotional(), try info.notional())
    limits = try info.openOrderLimits()
  }

  var needsMean: Bool {
    let isWorthBound = new.map { $0.appliesMaxToMarket && $0.meanMinutes > 0 } ?? false
    return isWorthBound || percent.map { $0.meanMinutes > 0 } ?? false
  }

  /// The most that one order may have for what it is worth, at its limit or at the market; `nil` where
  /// nothing bounds it.
  func most(atLimit limit: Price?, _ view: AccountView) -> Quantity? {
    guard let new, limit != nil || new.appliesMaxToMarket,
      let price = limit ?? worth(new.meanMinutes, view), price > .zero
    else { return nil }
    return Quantity(upTo: new.maxNotional, at: price)
  }

  /// Every rule that an order breaks, as far as it is known.
  func broken(by form: OrderForm, _ view: AccountView) -> [SymbolFilter.Kind] {
    var broken: [SymbolFilter.Kind] = []
    if prices(of: form).contains(where: { !isPrice($0) }) { broken.append(.priceFilter) }
    if let percent, let limit = form.price, let around = worth(percent.meanMinutes, view),
      !(form.side == .buy ? percent.buy : percent.sell).allows(limit, around: around)
    {
      broken.append(percent.kind)
    }
    if !Self.isLot(form.quantity, lot) { broken.append(.lotSize) }
    if form.kind == .market, !Self.isLot(form.quantity, marketLot) {
      broken.append(.marketLotSize)
    }
    return broken + brokenByWorth(form, view) + brokenByAccount(form, view)
  }

  private func prices(of form: OrderForm) -> [Price] {
    switch form.kind {
    case .limitNow(let price), .limit(let price), .stopLoss(let price): [price]
    case .stopLossLimit(let trigger, let price): [trigger, price]
    case .market: []
    }
  }

  private func isPrice(_ value: Price) -> Bool {
    guard let price else { return true }
    if let least = price.minPrice, value < least { return false }
    if let most = price.maxPrice, value > most { return false }
    return price.tickSize.map { value.units.isMultiple(of: $0.units) } ?? true
  }

  private static func isLot(_ quantity: Quantity, _ lot: LotSize?) -> Bool {
    guard let lot else { return true }
    if let least = lot.minQty, quantity < least { return false }
    if let most = lot.maxQty, quantity > most { return false }
    return lot.stepSize.map { quantity.units.isMultiple(of: $0.units) } ?? true
  }

  private func worth(_ minutes: Int, _ view: AccountView) -> Price? {
    minutes == 0 ? view.last : view.mean
  }

  private func brokenByWorth(_ form: OrderForm, _ view: AccountView) -> [SymbolFilter.Kind] {
    var broken: [SymbolFilter.Kind] = []
    let hasLimit = form.price != nil
    if let old, hasLimit || old.appliesToMarket,
      let price = form.price ?? worth(old.meanMinutes, view),
      price * form.quantity < old.minNotional
    {
      broken.append(.minNotional)
    }
    if let new, let price = form.price ?? worth(new.meanMinutes, view) {
      let worth = price * form.quantity
      let isTooSmall = worth < new.minNotional && (hasLimit || new.appliesMinToMarket)
      let isTooLarge = worth > new.maxNotional && (hasLimit || new.appliesMaxToMarket)
      if isTooSmall || isTooLarge { broken.append(.notional) }
    }
    return broken
  }

  private func brokenByAccount(_ form: OrderForm, _ view: AccountView) -> [SymbolFilter.Kind] {
    var broken: [SymbolFilter.Kind] = []
    if form.side == .buy, let most = limits.maxPosition, let base = view.base {
      let after = Int128(base.units) + Int128(view.openBuys.units) + Int128(form.quantity.units)
      if after > Int128(most.units) { broken.append(.maxPosition) }
    }
    if let most = limits.maxOrders, view.openOrders >= most { broken.append(.maxNumOrders) }
    if form.waitsForTrigger, let most = limits.maxTriggers, view.openTriggers >= most {
      broken.append(.maxNumAlgoOrders)
    }
    return broken
  }
}

extension OrderForm {
  var waitsForTrigger: Bool {
    switch kind {
    case .stopLoss, .stopLossLimit: true
    case .market, .limit, .limitNow: false
    }
  }
}
