import SFBroker
import SFCore
import SFStrategy

/// Exits: step 4.
extension TradingStage {
  /// Asks the rules of each open position once, in the order in which the positions were opened.
  mutating func checkExits(_ step: inout Step) throws(StageError) {
    var index = 0
    while index < book.positions.count {
      let position = book.positions[index]
      guard !position.isClosing, let bar = step.bar(of: position.series) else {
        index += 1
        continue
      }
      book.update(at: index) { $0.live(through: bar) }
      let lived = book.positions[index]
      let market = view(of: bar, lived.symbol, step)
      let reason = rules[index].update(market, for: lived)
      if let reason {
        try exit(lived, for: reason, fillNow: configuration.fill == .close, &step)
      }
      // A position that has filled at once is gone, and the next stands in its place.
      if index < book.positions.count, book.positions[index].id == lived.id { index += 1 }
    }
  }

  private func view(of bar: Bar, _ symbol: Symbol, _ step: Step) -> MarketView {
    guard !step.signals.isEmpty else { return MarketView(bar: bar, time: step.ts) }
    let own = step.signals.filter { step.series[$0.series].symbol == symbol }
    return MarketView(
      bar: bar, time: step.ts, rises: own.contains { $0.direction == .rise },
      falls: own.contains { $0.direction == .fall })
  }

  /// Orders the exit of a position, and fills it at the close if it is not to wait.
  mutating func exit(
    _ position: Position, for reason: ExitReason, fillNow: Bool, _ step: inout Step
  ) throws(StageError) {
    let close = markets.lastClose(position.series)
    let order = Order(
      id: numbers.next(at: step.ts), symbol: position.symbol, side: position.direction.exitSide,
      quantity: position.quantity, position: position.id, intent: .exit, reason: reason.rawValue,
      reference: close)
    step.add(order)
    if fillNow {
      try fillExit(order, at: close, time: step.ts, &step)
    } else {
      if let index = book.index(of: position.id) {
        book.update(at: index) { $0.exitOrder = order.id }
      }
      waiting.add(
        .init(order: order, series: position.series, direction: position.direction))
    }
  }
}
