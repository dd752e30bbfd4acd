import SFCore

/// Fills at the best price of the mark at which an order was decided.
extension VirtualVenue {
  /// Fills a market order at what the other side asks or bids; what is answered.
  ///
  /// Where a symbol has no best price at the mark, an entry is refused, and an exit waits for the
  /// open of the next bar: it must not be lost.
  mutating func fillAtQuote(
    _ waiting: WaitingOrders.Waiting, _ step: inout Step
  ) throws(StageError) -> [Answer] {
    let order = waiting.order
    guard hasQuotes else {
      throw StageError(
        .configuration, "found no quote in the market, expected one to fill \(order.id) at",
        help: "a market has them with sf-ingest binance --quotes; else use --fill next_open")
    }
    let quotes = step.messages(of: Quote.self)
    guard let quote = quotes.last(where: { $0.symbol == order.symbol }), !keeps(exit: order.id),
      let bar = step.bar(of: waiting.series)
    else {
      guard order.intent == .exit else { return [refusal(order, .market(.noPrice))] }
      self.waiting.add(waiting)
      return []
    }
    let price = order.side == .buy ? quote.ask : quote.bid
    var answers: [Answer] = []
    switch order.intent {
    case .enter: try fillEntry(waiting, at: price, in: bar, time: step.ts, &answers)
    case .exit: try fillExit(waiting, at: Level(price), time: step.ts, &answers)
    }
    return answers
  }
}
