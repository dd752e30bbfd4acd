import SFBroker
import SFCore
import SFStrategy

/// Fills: step 1, and at once with `fill: close`.
extension TradingStage {
  /// Fills what waits for a bar that has come: exits first, then entries, in the order of decision.
  mutating func fillWaiting(_ step: inout Step) throws(StageError) {
    for waiting in waiting.take(where: { step.bar(of: $0.series) != nil }) {
      guard let bar = step.bar(of: waiting.series) else { continue }
      let at = openTime(of: waiting.series, step)
      switch waiting.order.intent {
      case .exit: try fillExit(waiting.order, at: bar.open, time: at, &step)
      case .enter: try fillEntry(waiting, at: bar.open, time: at, &step)
      }
    }
  }

  /// The open of a bar that closes now; its close where the interval has no length.
  private func openTime(of series: SeriesIndex, _ step: Step) -> Timestamp {
    step.ts + -(step.series[series].interval.milliseconds ?? 0)
  }

  /// Closes the position of an exit order at a market price.
  mutating func fillExit(
    _ order: Order, at reference: Price, time: Timestamp, _ step: inout Step
  ) throws(StageError) {
    guard let index = book.index(of: order.position) else {
      throw StageError(.bug, "the exit \(order.id) closes no open position")
    }
    guard let price = configuration.costs.marketPrice(order.side, at: reference),
      (price * order.quantity).isInRange,
      let fee = configuration.costs.fee(on: price * order.quantity, .taker)
    else { throw outOfRange("the fill of \(order.id)") }
    let (position, pnl) = book.close(at: index, price: price, fee: Money(fee))
    addFill(of: order, price: price, quantity: order.quantity, fee: fee, time: time, &step)
    let fees = position.entryFee + Money(fee)
    guard let pnl = Price(pnl), let fees = Price(fees) else {
      throw outOfRange("the pnl of \(position.id)")
    }
    var change = PositionChange(position)
    change.closing = PositionChange.Closing(
      exitPrice: price, exitTime: time, exitReason: order.reason, pnl: pnl, fees: fees,
      bars: position.bars, mfe: position.mfe, mae: position.mae)
    step.add(change)
  }

  /// Opens a position as far as free cash goes, at a market price.
  mutating func fillEntry(
    _ waiting: WaitingOrders.Waiting, at reference: Price, time: Timestamp, _ step: inout Step
  ) throws(StageError) {
    let order = waiting.order
    guard let price = configuration.costs.marketPrice(order.side, at: reference) else {
      throw outOfRange("the fill of \(order.id)")
    }
    let quantity = configuration.costs.affordable(
      waiting.direction, upTo: order.quantity, at: price, lockedAt: price,
      freeCash: book.freeCash(at: markets.closes))
    guard quantity > .zero, price * quantity >= Money(configuration.minNotional) else {
      refuse(order, by: "venue", "free_cash", &step)
      return
    }
    if quantity < order.quantity {
      refuse(order, by: "venue", "free_cash", quantity: quantity, &step)
    }
    guard let fee = configuration.costs.fee(on: price * quantity, .taker) else {
      throw outOfRange("the fee of \(order.id)")
    }
    let position = Position(
      id: order.id, symbol: order.symbol, series: waiting.series, direction: waiting.direction,
      quantity: quantity, entryPrice: price, entryTime: time, entryFee: Money(fee),
      detector: order.detector)
    book.open(position, configuration.exits)
    addFill(of: order, price: price, quantity: quantity, fee: fee, time: time, &step)
    step.add(PositionChange(position))
  }

  private func addFill(
    of order: Order, price: Price, quantity: Quantity, fee: Price, time: Timestamp,
    _ step: inout Step
  ) {
    step.add(
      Fill(
        id: order.id + "-1", order: order.id, symbol: order.symbol, side: order.side,
        price: price, quantity: quantity, fee: fee, position: order.position,
        liquidity: .taker, at: time))
  }
}

extension PositionChange {
  /// What is said of a position when it opens.
  init(_ position: Position) {
    self.init(
      id: position.id, symbol: position.symbol, direction: position.direction,
      quantity: position.quantity, entryPrice: position.entryPrice,
      entryTime: position.entryTime, detector: position.detector)
  }
}
