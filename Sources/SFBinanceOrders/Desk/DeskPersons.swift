import SFBroker
import SFCore

/// What a person says to the desk, and what a mode keeps from being done.
extension BinanceDesk {
  /// A mode; other words are orders, cancels and settlements, and come as such.
  mutating func hear(_ control: Control) {
    actions.append(.answer(.control(control)))
    guard let mode = BrokerMode(control.action) else { return }
    memory.mode = mode
    if mode != .active { takeBackEntries() }
    // What a halt has kept back is looked at now.
    for order in memory.open where order.order.intent == .exit {
      if order.life.state == .intent { memory.orders[order.order.id]?.due = time.milliseconds }
    }
  }

  /// Entries that wait are refused, those that rest are canceled.
  private mutating func takeBackEntries() {
    let reason = RefusalReason.rule(memory.mode == .halted ? .halted : .paused)
    for order in memory.open where order.order.intent == .enter { cancel(order.order.id, reason) }
  }

  /// A position has one exit at a time: one that comes later takes the place of one that waits, and is
  /// refused while one is at the exchange.
  mutating func takeBackExits(before order: Order) -> RefusalReason? {
    guard order.intent == .exit else { return nil }
    let others = memory.open.filter {
      $0.order.id != order.id && $0.order.intent == .exit && $0.order.position == order.position
    }
    if others.contains(where: \.life.isOut) {
      memory.orders[order.id]?.keepsPosition = true
      return .rule(.closing)
    }
    for exit in others { giveUp(exit.order.id) }
    return nil
  }

  /// Books what a person says has become of a position elsewhere: it is sold at a price, without a
  /// fee. While an exit of it is at the exchange nobody knows what is left to be booked.
  mutating func settle(_ order: Order, at price: Price) {
    guard memory.orders[order.id] == nil else { return }
    if takeBackExits(before: order) != nil {
      actions.append(.alert("\(order.position) is not settled: an exit of it is under way"))
      return
    }
    guard let quantity = memory.book.settle(order.position, order.quantity, at: price) else {
      actions.append(.alert("found no position '\(order.position)' to settle"))
      return
    }
    var settled = DeskOrder(
      order, mark: time, OrderLife(order, receiveWindow: settings.receiveWindow))
    settled.isDone = true
    memory.orders[order.id] = settled
    actions.append(.answer(.order(order)))
    actions.append(
      .answer(
        .fill(
          Fill(
            id: order.id, order: order.id, symbol: order.symbol, side: order.side, price: price,
            quantity: quantity, fee: .zero, position: order.position, liquidity: .taker,
            at: time))))
    memory.book.close(order.position)
  }

  /// Gives an order up that is not at the exchange; its position stays.
  private mutating func giveUp(_ id: String) {
    memory.orders[id]?.keepsPosition = true
    hear(.givenUp(.ended(.canceled)), id)
  }
}
