import SFBroker
import SFCore

/// What persons say to the desk.
extension BinanceDesk {
  mutating func enter(_ mode: BrokerMode) {
    memory.mode = mode
    let reason = RefusalReason.rule(mode == .halted ? .halted : .paused)
    for order in memory.open {
      let id = order.order.id
      if order.order.intent == .exit {
        // One that was held up is looked at again.
        if order.life.state == .intent { memory.orders[id]?.due = time.milliseconds }
      } else if mode != .active, order.isEntry {
        cancel(id, reason)
      }
    }
    if mode == .active { reconcile() }
  }

  mutating func giveExit(_ order: Order) {
    if let under = exit(of: order.position) {
      memory.orders[under.order.id]?.isOfPerson = true
      if !under.life.isOut { memory.orders[under.order.id]?.due = time.milliseconds }
      return
    }
    accept(order, time, isOfPerson: true)
  }

  /// Books an exit that has filled elsewhere, without a fee. An order of the position that may still
  /// fill keeps it from being one: nobody knows what is left to be booked.
  mutating func settle(_ order: Order, at price: Price) {
    let orders = memory.open.filter { $0.order.position == order.position }
    guard !orders.contains(where: \.life.isOut) else {
      actions.append(
        .alert("'\(order.position)' is not settled: an order of it is at the exchange"))
      return
    }
    guard let quantity = memory.book.settle(order.position, order.quantity, at: price) else {
      return
    }
    actions.append(
      .answer(
        .fill(
          Fill(
            id: "\(order.id)-1", order: order.id, symbol: order.symbol, side: order.side,
            price: price, quantity: quantity, fee: .zero, position: order.position,
            liquidity: .taker, at: time))))
    memory.book.close(order.position)
    for under in orders { hear(.givenUp(.ended(.canceled)), under.order.id) }
  }

  /// Takes a sale of `sf-broker kill` for one of the session's, as far as the session owned it.
  mutating func adoptKill(_ report: OrderReport) {
    guard memory.sendings[report.clientID] == nil, rules[report.symbol] != nil else { return }
    let id = DeskOrder.killPrefix + "\(report.symbol)-\(report.orderID)"
    let order = Order(
      id: id, symbol: report.symbol, side: .sell, quantity: report.executed, position: id,
      intent: .enter, reason: Self.kill, reference: best[report.symbol]?.bid ?? .zero, by: Self.kill
    )
    var life = OrderLife(order, receiveWindow: settings.receiveWindow)
    // It has been sent, by somebody else.
    _ = life.take(.committed, at: time)
    memory.add(DeskOrder(order, mark: time, life))
    memory.sendings[report.clientID] = Sending(order: id, attempt: life.attempts)
    actions.append(.alert("a person has sold \(report.symbol) by sf-broker kill"))
  }

  /// Who has given it, and why.
  private static let kill = "kill"

  /// The exit of a position that is not done.
  package func exit(of position: String) -> DeskOrder? {
    memory.open.first { $0.order.intent == .exit && $0.order.position == position }
  }
}
