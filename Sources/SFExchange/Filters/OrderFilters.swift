import SFBinance
import SFCore

/// What an account has of a symbol, for the rules that ask.
struct SymbolHoldings: Equatable {
  /// Of the base asset, with what is locked.
  var base: AssetAmount = .zero
  /// What its open orders would buy.
  var openBuys: Quantity = .zero
  var openOrders = 0
  /// Open orders that wait for a trigger.
  var openTriggers = 0
}

/// The rules of a symbol, each with what passes it.
extension SpotMarket {
  /// The first rule that an order breaks; `nil` for none.
  func refusal(of request: SpotOrderRequest, _ holdings: SymbolHoldings) -> SpotRefusal? {
    let broken =
      brokenByPrice(request) ?? brokenByQuantity(request) ?? brokenByNotional(request)
      ?? brokenByAccount(request, holdings)
    return broken.map(SpotRefusal.filter)
  }

  private func brokenByPrice(_ request: SpotOrderRequest) -> SymbolFilter.Kind? {
    if let filter = rules.priceFilter {
      for price in [request.price, request.stopPrice].compactMap(\.self)
      where !filter.allows(price) {
        return .priceFilter
      }
    }
    if let filter = rules.percentPrice, let price = request.price,
      let mean = mean(minutes: filter.meanMinutes)
    {
      let bounds = request.side == .buy ? filter.buy : filter.sell
      if !bounds.allows(price, around: mean) { return filter.kind }
    }
    return nil
  }

  private func brokenByQuantity(_ request: SpotOrderRequest) -> SymbolFilter.Kind? {
    guard let quantity = request.quantity else { return nil }
    if let lot = rules.lot, !lot.allows(quantity) { return .lotSize }
    if request.type == .market, let lot = rules.marketLot, !lot.allows(quantity) {
      return .marketLotSize
    }
    return nil
  }

  private func brokenByNotional(_ request: SpotOrderRequest) -> SymbolFilter.Kind? {
    if let filter = rules.minNotional {
      let applies = request.type.hasLimit || filter.appliesToMarket
      if applies, let worth = worth(of: request, minutes: filter.meanMinutes),
        worth < filter.minNotional
      {
        return .minNotional
      }
    }
    if let filter = rules.notional, let worth = worth(of: request, minutes: filter.meanMinutes) {
      let isAtMarket = !request.type.hasLimit
      if !isAtMarket || filter.appliesMinToMarket, worth < filter.minNotional { return .notional }
      if !isAtMarket || filter.appliesMaxToMarket, worth > filter.maxNotional { return .notional }
    }
    return nil
  }

  /// At its own price, or the mean of some minutes; `nil` where nothing was traded yet.
  private func worth(of request: SpotOrderRequest, minutes: Int) -> Money? {
    switch request.size {
    case .quote(let amount): Money(amount)
    case .base(let quantity): (request.price ?? mean(minutes: minutes)).map { $0 * quantity }
    }
  }

  private func brokenByAccount(
    _ request: SpotOrderRequest, _ holdings: SymbolHoldings
  ) -> SymbolFilter.Kind? {
    if request.side == .buy, let most = rules.limits.maxPosition,
      let quantity = request.quantity ?? bought(by: request),
      Int128(holdings.base.units) + Int128(holdings.openBuys.units) + Int128(quantity.units)
        > Int128(most.units)
    {
      return .maxPosition
    }
    if let most = rules.limits.maxOrders, holdings.openOrders >= most { return .maxNumOrders }
    if request.type.waitsForTrigger, let most = rules.limits.maxTriggers,
      holdings.openTriggers >= most
    {
      return .maxNumAlgoOrders
    }
    return nil
  }

  /// What an order by quote quantity would buy at the last price.
  private func bought(by request: SpotOrderRequest) -> Quantity? {
    guard case .quote(let amount) = request.size, let last else { return nil }
    return Quantity.affordable(amount, at: last)
  }
}

extension PriceFilter {
  func allows(_ price: Price) -> Bool {
    (minPrice.map { price >= $0 } ?? true) && (maxPrice.map { price <= $0 } ?? true)
      && (tickSize.map { price.units % $0.units == 0 } ?? true)
  }
}

extension LotSize {
  func allows(_ quantity: Quantity) -> Bool {
    (minQty.map { quantity >= $0 } ?? true) && (maxQty.map { quantity <= $0 } ?? true)
      && (stepSize.map { quantity.units % $0.units == 0 } ?? true)
  }
}

extension Quantity {
  /// What an amount buys at a price, down to eight decimals; no more than an account may hold.
  static func affordable(_ amount: AssetAmount, at price: Price) -> Quantity {
    let units = Int128(amount.units) * 100_000_000 / Int128(price.units)
    return Quantity(units: Int64(min(units, Int128(AssetAmount.most.units))))
  }
}
