import SFCore

extension SpotExchange {
  /// Does what was planned for an order, and decides what becomes of its rest.
  mutating func execute(_ plan: MatchPlan, _ id: Int64) {
    guard let order = orders[id] else { preconditionFailure("an open order is kept") }
    // All or nothing: what the plan does not fill whole is not begun.
    if order.timeInForce == .fillOrKill, plan.quantity < order.remaining {
      expire(id, .unfilledFOK)
      return
    }
    for step in plan.steps {
      switch step {
      case .ambient(let price, let quantity):
        meetAmbient(order.side.opposite, price, quantity, in: order.market)
        trade(order.market, price, quantity, taker: (order.side, id), maker: nil)
      case .order(let maker, let price, let quantity):
        trade(order.market, price, quantity, taker: (order.side, id), maker: maker)
      case .prevented(let maker):
        prevent(maker, match: markets[order.market].nextPrevented)
        if plan.end != .selfTrade(with: maker) { markets[order.market].nextPrevented += 1 }
      }
    }
    settleRest(id, plan.end)
  }

  private mutating func settleRest(_ id: Int64, _ end: MatchPlan.End) {
    guard let order = orders[id], order.status.isOpen else { return }
    switch end {
    case .selfTrade:
      prevent(id, match: markets[order.market].nextPrevented)
      markets[order.market].nextPrevented += 1
    case .range: expire(id, .priceRange)
    case .filled, .limit, .liquidity:
      guard let price = order.price else {
        expire(id, .insufficientLiquidity)
        return
      }
      if order.timeInForce == .immediateOrCancel {
        expire(id, .unfilledIOC)
      } else {
        rest(id, at: price)
      }
    }
  }

  /// Puts it onto the book, behind all that stand there at its price.
  private mutating func rest(_ id: Int64, at price: Price) {
    guard let order = orders[id] else { return }
    let ahead = markets[order.market].ambient.quantity(order.side, at: price)
    orders.change(id) { $0.ahead = ahead }
    markets[order.market].rest(order, at: price)
    markets[order.market].bookUpdate += 1
  }

  /// Takes from a level of those who are no accounts; who stands behind them moves up.
  mutating func meetAmbient(
    _ side: Side, _ price: Price, _ quantity: Quantity, in market: Int
  ) {
    markets[market].ambient.take(quantity, side, at: price)
    for entry in markets[market].queue(side).entries(at: price) {
      orders.change(entry.id) { $0.ahead -= min($0.ahead, quantity) }
    }
  }

  // MARK: Ends

  /// Ends an order that is open: it leaves the book, and what it has locked is free again.
  mutating func end(_ id: Int64, _ body: (inout SpotOrder) -> Void) -> SpotOrder {
    guard let order = orders[id] else { preconditionFailure("an open order is kept") }
    lock(.zero, id)
    leave(order)
    let time = time
    orders.change(id) {
      body(&$0)
      $0.updated = time
    }
    touch(order)
    guard let ended = orders[id] else { preconditionFailure("an order is kept") }
    return ended
  }

  /// Off the book, or out of those that wait for their trigger; an order that is on neither stays.
  private mutating func leave(_ order: SpotOrder) {
    if !order.isWorking {
      markets[order.market].waiting.removeAll { $0 == order.id }
    } else if let price = order.price,
      markets[order.market].queue(order.side).entries(at: price).contains(where: {
        $0.id == order.id
      })
    {
      markets[order.market].leave(order, from: price)
      markets[order.market].bookUpdate += 1
    }
  }

  mutating func expire(_ id: Int64, _ reason: ExpiryReason) {
    let order = end(id) {
      $0.status = .expired
      $0.expiryReason = reason
    }
    report(.expired, order)
  }

  /// Self-trade prevention expires what is left of it.
  private mutating func prevent(_ id: Int64, match: Int64) {
    let rest = orders[id]?.remaining ?? .zero
    let order = end(id) {
      $0.prevented += rest
      $0.preventedMatch = match
      $0.status = .expiredInMatch
    }
    report(.tradePrevention, order, prevented: rest)
  }
}
