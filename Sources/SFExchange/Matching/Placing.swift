import SFCore

/// An order whose rules have been checked: nothing stands between it and the engine but the book
/// and the account's money.
private struct CheckedOrder {
  let request: SpotOrderRequest
  let account: Int
  let market: Int
  let selfTrade: SelfTradeMode
}

extension SpotExchange {
  /// Takes an order, and fills of it what can be filled.
  ///
  /// What is thrown has changed nothing but, where the engine itself said no, the count of orders
  /// and the numbers of orders and reports.
  package mutating func place(
    _ request: SpotOrderRequest, by account: Int, at time: Timestamp
  ) throws(SpotRefusal) -> PlacedOrder {
    advance(to: time)
    let checked = try check(request, account)
    if let refusal = usage[account].refusal { throw refusal }
    usage[account].use()
    let order = order(of: checked)
    nextOrder += 1
    let plan: MatchPlan
    do throws(SpotRefusal) {
      plan = try planned(order, checked)
    } catch {
      reject(order, error)
      throw error
    }
    fillsOfTaker = []
    take(order, plan)
    settleMarket(order.market)
    guard let placed = orders[order.id] else { preconditionFailure("an order is kept") }
    return PlacedOrder(order: placed, fills: fillsOfTaker)
  }

  /// Says what `place` would say of the rules and the account's money, and places nothing.
  package mutating func test(
    _ request: SpotOrderRequest, by account: Int, at time: Timestamp
  ) throws(SpotRefusal) {
    advance(to: time)
    let checked = try check(request, account)
    if let refusal = usage[account].refusal { throw refusal }
    _ = try planned(order(of: checked), checked)
  }

  /// Says what the rules say of an order; and the count of orders, if it is asked for.
  mutating func checkRules(
    of request: SpotOrderRequest, by account: Int, countingOrders: Bool, at time: Timestamp
  ) throws(SpotRefusal) {
    advance(to: time)
    _ = try check(request, account)
    if countingOrders, let refusal = usage[account].refusal { throw refusal }
  }

  /// An order that was not tried counts like one that was.
  mutating func countOrder(of account: Int) { usage[account].use() }

  // MARK: Rules

  private func check(
    _ request: SpotOrderRequest, _ account: Int
  ) throws(SpotRefusal) -> CheckedOrder {
    let place = try market(request.symbol)
    let market = markets[place]
    guard ledger.accounts[account].canTrade else { throw .mayNotTrade }
    guard market.status.takesOrders else { throw .marketClosed }
    guard market.rules.types.contains(request.type) else { throw .unsupported(request.type) }
    if case .quote = request.size, !market.rules.takesQuoteQuantity { throw .noQuoteQuantity }
    let mode = request.selfTrade ?? market.rules.selfTrade
    guard market.rules.selfTradeModes.contains(mode) else { throw .noSuchMode }
    if let price = request.price, let quantity = request.quantity,
      AssetAmount(price, times: quantity) == .zero
    {
      throw .notional
    }
    if let refusal = market.refusal(of: request, holdings(of: account, in: place)) {
      throw refusal
    }
    if let id = request.clientID,
      orders.find(id, account: account, market: place)?.status.isOpen == true
    {
      throw .duplicate
    }
    return CheckedOrder(request: request, account: account, market: place, selfTrade: mode)
  }

  private func holdings(of account: Int, in market: Int) -> SymbolHoldings {
    var holdings = SymbolHoldings()
    holdings.base = ledger.balance(account, markets[market].base).total
    for order in orders.openOrders(of: account) where order.market == market {
      holdings.openOrders += 1
      if order.side == .buy { holdings.openBuys += order.remaining }
      if order.type.waitsForTrigger, !order.isWorking { holdings.openTriggers += 1 }
    }
    return holdings
  }

  private func order(of checked: CheckedOrder) -> SpotOrder {
    SpotOrder(
      checked.request, id: nextOrder, account: checked.account, market: checked.market,
      clientID: checked.request.clientID ?? Self.clientID(nextOrder),
      selfTrade: checked.selfTrade, at: time)
  }

  /// What an order is called whose client did not say: 22 letters and digits, other ones for each.
  package static func clientID(_ number: Int64) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    var draws = SplitMix64(state: UInt64(bitPattern: number))
    let bytes = (0..<22).map { _ in letters[draws.below(letters.count)] }
    return String(decoding: bytes, as: UTF8.self)
  }

  // MARK: Engine

  /// What the order would fill at once; the engine's own refusals.
  private func planned(
    _ order: SpotOrder, _ checked: CheckedOrder
  ) throws(SpotRefusal) -> MatchPlan {
    let market = markets[order.market]
    if let stop = order.stopPrice {
      if let last = market.last, isReached(stop, by: last, order) { throw .wouldTrigger }
      try requireFunds(order.costOfRest, for: order)
      return MatchPlan()
    }
    let plan = plan(taker(order, checked.request.size), in: order.market)
    if order.type == .limitMaker, plan.lastPrice != nil { throw .wouldTake }
    switch checked.request.size {
    case .base where order.side == .buy && order.price == nil:
      try requireFunds(plan.affordableCost, for: order)
    case .base:
      try requireFunds(order.costOfRest, for: order)
    case .quote(let amount):
      guard plan.quantity > .zero else { throw .noDepthForLot }
      let needed = order.side == .buy ? amount : AssetAmount(plan.quantity)
      try requireFunds(needed, for: order)
      if let lot = market.rules.lot, !lot.allows(plan.quantity) { throw .filter(.lotSize) }
    }
    return plan
  }

  func taker(_ order: SpotOrder, _ size: SpotOrderRequest.Size) -> MatchTaker {
    MatchTaker(
      account: order.account, side: order.side, limit: order.price, size: size,
      selfTrade: order.selfTrade)
  }

  private func requireFunds(
    _ amount: AssetAmount?, for order: SpotOrder
  ) throws(SpotRefusal) {
    guard let amount, amount <= ledger.balance(order.account, asset(paidBy: order)).free else {
      throw .insufficient
    }
  }

  /// The asset that an order spends.
  func asset(paidBy order: SpotOrder) -> Int {
    order.side == .buy ? markets[order.market].quote : markets[order.market].base
  }

  /// An order that the engine did not take was never there; its account is told.
  private mutating func reject(_ order: SpotOrder, _ refusal: SpotRefusal) {
    guard let reason = RejectReason(refusal) else { return }
    var order = order
    order.status = .rejected
    order.working = nil
    report(.rejected, order, reject: reason)
  }

  /// Locks what it may spend, and puts it where it belongs.
  private mutating func take(_ order: SpotOrder, _ plan: MatchPlan) {
    var order = order
    let locked: AssetAmount
    if order.quoteQuantity != nil {
      order.quantity = plan.quantity + unfilled(order, plan)
      locked = order.side == .buy ? plan.affordableCost ?? .zero : AssetAmount(order.quantity)
    } else if order.side == .buy, order.price == nil, order.stopPrice == nil {
      locked = plan.affordableCost ?? .zero
    } else {
      locked = order.costOfRest ?? .zero
    }
    orders.add(order)
    lock(locked, order.id)
    report(.new, order)
    if order.stopPrice != nil {
      markets[order.market].waiting.append(order.id)
    } else {
      execute(plan, order.id)
    }
  }

  /// What the money of an order by quote quantity would still have bought, had there been anybody.
  private func unfilled(_ order: SpotOrder, _ plan: MatchPlan) -> Quantity {
    guard plan.end != .filled, let amount = order.quoteQuantity, let price = plan.lastPrice else {
      return .zero
    }
    let left = AssetAmount(units: Int64(Int128(amount.units) - plan.cost))
    let rest = Quantity.affordable(left, at: price).floored(to: markets[order.market].rules.step)
    let affordable = ledger.balance(order.account, asset(paidBy: order)).free
    return order.side == .buy
      ? rest : min(rest, Quantity(units: affordable.units) - plan.quantity)
  }

  /// Moves what an order has locked to an amount; what is free must reach for it.
  mutating func lock(_ amount: AssetAmount, _ id: Int64) {
    guard let order = orders[id], order.locked != amount else { return }
    ledger.lock(amount - order.locked, order.account, asset(paidBy: order), at: time)
    orders.change(id) { $0.locked = amount }
    touch(order)
  }
}
