import SFCore

extension SpotExchange {
  /// Whether the last price has reached what an order waits for.
  func isReached(_ stop: Price, by last: Price, _ order: SpotOrder) -> Bool {
    order.type.triggersAbove(isBuy: order.side == .buy) ? last >= stop : last <= stop
  }

  /// What follows from trading: triggers that were reached, one after the other since each may move
  /// the price again; then accounts are told what they have.
  mutating func settleMarket(_ market: Int) {
    while let last = markets[market].last,
      let id = markets[market].waiting.first(where: { id in
        orders[id].map { order in
          order.stopPrice.map { isReached($0, by: last, order) } ?? false
        } ?? false
      })
    {
      activate(id)
    }
    reportPositions()
  }

  /// An order whose trigger was reached comes to the book.
  private mutating func activate(_ id: Int64) {
    guard let waiting = orders[id] else { return }
    markets[waiting.market].waiting.removeAll { $0 == id }
    let time = time
    orders.change(id) {
      $0.working = time
      $0.updated = time
    }
    guard let order = orders[id] else { return }
    let plan = plan(taker(order, .base(order.quantity)), in: order.market)
    if order.side == .buy, order.price == nil {
      // It locked the price of its trigger; the book may ask for more than there is.
      let reach = order.locked + ledger.balance(order.account, asset(paidBy: order)).free
      guard let cost = plan.affordableCost, cost <= reach else {
        expire(id, .rejected)
        return
      }
      lock(cost, id)
    }
    report(.new, order)
    execute(plan, id)
  }
}
