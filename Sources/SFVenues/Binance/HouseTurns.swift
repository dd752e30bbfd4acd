import SFBinanceOrders
import SFBroker
import SFCore
import SFLedger
import SFRun

/// The turns of the session.
extension BinanceHouse {
  var done: TurnsDone? { lock.withLock { _ in memory.done } }

  /// Adds what is known to a mark.
  func compose(_ step: inout Step) throws {
    let quotes = step.messages(of: Quote.self)
    var events: [DeskEvent] = []
    for place in quotes.indices where quotes[place].bid > .zero && quotes[place].ask > .zero {
      let quote = quotes[place]
      events.append(.best(quote.symbol, OrderPricing.Best(bid: quote.bid, ask: quote.ask)))
    }
    for bar in step.bars {
      let symbol = step.series[bar.series].symbol
      closes[symbol] = bar.close
      events.append(.bar(symbol, step.ts))
    }
    let mark = step.ts
    let done = TurnsDone(mark: mark, hasTaken: false, series: step.series)
    var alerts: [Alert] = []
    let said: ([Answer], Account?, [Answer]) = try lock.withLock { _ in
      if let failure { throw failure }
      for event in events { hear(event) }
      try hearPersons()
      let others = memory.unsaid.prefix { $0.at <= mark }.map(\.answer)
      let account = statement()
      let news = account == memory.written ? nil : account
      alerts = memory.alerts.unsaid.map(\.alert)
      composed = Composed(
        handedBack: memory.handedBack.count, unsaid: others.count, alerts: alerts.count,
        account: news, done: done)
      return (memory.handedBack, news, others)
    }
    for answer in said.0 { step.add(answer) }
    if let account = said.1 { step.add(account) }
    for answer in said.2 { step.add(answer) }
    for alert in alerts { step.add(alert) }
  }

  /// Keeps what was composed as said.
  func keep(_ answered: LedgerPage.Answered) {
    lock.withLock { _ in
      guard let composed else { return }
      memory.handedBack.removeFirst(composed.handedBack)
      memory.unsaid.removeFirst(composed.unsaid)
      memory.alerts.said(composed.alerts)
      if let account = composed.account { memory.written = account }
      memory.done = composed.done
      if !answered.text.isEmpty {
        page.add(.answered(answered))
        hasChanged = true
      }
      self.composed = nil
    }
  }

  /// What was ordered at a mark: all of it is taken, or nothing.
  func take(_ requests: [(VenueTurns.Request, LedgerPage.Intent?)], at mark: Timestamp) throws {
    try lock.withLock { _ in
      for (request, intent) in requests {
        if let intent { page.add(.intent(intent)) }
        switch request {
        case .order(let order), .late(let order): take(order, at: mark)
        case .cancel(let cancel): hear(.cancel(cancel))
        case .answer(let answer): memory.handedBack.append(answer)
        }
        hasChanged = true
      }
      memory.done?.hasTaken = true
      try commitNow()
    }
  }

  private func take(_ order: Approved<Order>, at mark: Timestamp) {
    let request = order.request
    if request.by != nil { memory.handedBack.append(.order(request)) }
    guard request.intent == .enter else { return hear(.order(order, mark: mark)) }
    var scaled = request
    scaled.quantity = ceilings.scaled(request.quantity)
    let cost = (request.price ?? request.reference) * scaled.quantity
    if let reason = ceilings.refusal(of: cost, spent: memory.spent.amount(at: mark)) {
      return say(refusal(request, reason))
    }
    memory.spent.add(cost, at: mark)
    if scaled.quantity < request.quantity {
      say(refusal(request, Ceilings.scaleReason, quantity: scaled.quantity))
    }
    hear(.order(order.with(scaled), mark: mark))
  }

  private func refusal(
    _ order: Order, _ reason: RefusalReason, quantity: Quantity? = nil
  ) -> Answer {
    .refusal(
      Refusal(
        symbol: order.symbol, by: "venue", reason: reason, subject: .order(order.id),
        quantity: quantity))
  }
}
