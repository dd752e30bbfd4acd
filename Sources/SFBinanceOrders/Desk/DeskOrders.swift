import SFBinance
import SFBroker
import SFCore

/// Orders that are taken, sent, and ended.
extension BinanceDesk {
  /// What may be spent.
  var freeCash: Money {
    let resting = memory.open.reduce(Money.zero) { sum, order in
      guard order.order.side == .buy, order.life.isOut else { return sum }
      let price = order.order.price ?? best[order.order.symbol]?.ask ?? .zero
      return sum + price.times(1.01) * order.life.remaining
    }
    return settings.capital + memory.book.cash - memory.book.feesElsewhere - resting
  }

  mutating func accept(_ order: Order, _ mark: Timestamp, isOfPerson: Bool = false) {
    // An order that was taken before is not taken again.
    guard memory.orders[order.id] == nil, mark.milliseconds > memory.forgotten else { return }
    memory.add(
      DeskOrder(order, mark: mark, OrderLife(order, receiveWindow: settings.receiveWindow)))
    memory.orders[order.id]?.isOfPerson = isOfPerson
    if order.intent == .enter { askMean(order.symbol) }
    let hasAnother = memory.open.contains {
      $0.order.intent == .exit && $0.order.position == order.position && $0.order.id != order.id
    }
    // A position has one exit at a time.
    if order.intent == .exit, hasAnother {
      memory.orders[order.id]?.keepsPosition = true
      hear(.givenUp(.rule(.closing)), order.id)
    } else {
      begin(order.id)
    }
  }

  /// Sends what was taken, or refuses it, or lets it wait.
  mutating func begin(_ id: String) {
    guard let order = memory.orders[id], order.life.attempts == 0, !order.isDone else { return }
    if order.isEntry {
      if memory.mode != .active {
        hear(.givenUp(.rule(memory.mode == .halted ? .halted : .paused)), id)
        return
      }
      if time.milliseconds - order.mark > settings.maxAge {
        hear(.givenUp(.market(.late)), id)
        return
      }
      if !isReady {
        memory.orders[id]?.due = order.mark + settings.maxAge + 1
        return
      }
    }
    if !waits(order) { hear(.committed, id) }
  }

  /// What waited until all was known.
  mutating func beginWaiting() {
    for order in memory.open where order.life.attempts == 0 { begin(order.order.id) }
  }

  /// Whether an order is not to be sent yet; then it is looked at again.
  func opening(_ order: DeskOrder) -> Timestamp? {
    // Halted, only what a person gives is done.
    if memory.mode == .halted, !order.isOfPerson, !order.isProtection { return time + 60_000 }
    if order.order.intent == .exit, isShieldInDoubt(order.order.symbol) { return time + 500 }
    // What nobody takes now is no attempt: it waits for the exchange to trade again.
    if order.order.intent == .exit, rules[order.order.symbol]?.isTrading == false {
      return time + DeskMarket.haltPause
    }
    return memory.budget.opening(order.isEntry ? .entry : .exit, isOrder: true)
  }

  mutating func waits(_ order: DeskOrder) -> Bool {
    if order.order.intent == .exit {
      clearShield(order.order.symbol)
      if rules[order.order.symbol]?.isTrading == false { askRules() }
    }
    guard let opening = opening(order) else { return false }
    memory.orders[order.order.id]?.due = opening.milliseconds
    return true
  }

  mutating func cancel(_ id: String, _ reason: RefusalReason) {
    guard let order = memory.orders[id], !order.isDone else { return }
    if !order.cancelWanted { memory.orders[id]?.cancelReason = reason }
    memory.orders[id]?.cancelWanted = true
    if order.life.attempts == 0 {
      hear(.givenUp(reason), id)
    } else {
      pursue(id)
    }
  }

  /// What is wanted of an order that works: its cancel, until it is known to have ended.
  mutating func pursue(_ id: String) {
    guard let order = memory.orders[id], order.cancelWanted, order.life.isOut,
      order.life.state == .working || order.life.state == .partlyFilled
    else { return }
    let sending = Sending(order: id, attempt: order.life.attempts)
    guard !questions.values.contains(.cancel(sending)) else { return }
    if let opening = memory.budget.opening(.exit, isOrder: false) {
      memory.orders[id]?.due = opening.milliseconds
      return
    }
    send(.cancel(order.order.symbol, clientID: clientID(sending)), .cancel(sending))
  }

  /// A limit rests for so many bars of its symbol; then it is canceled, and works until that is known.
  mutating func count(bar symbol: Symbol, _ mark: Timestamp) {
    for order in memory.open
    where order.order.symbol == symbol && order.order.kind == .limit
      && order.isEntry && order.mark < mark.milliseconds
      && order.lastBar < mark.milliseconds
    {
      let id = order.order.id
      memory.orders[id]?.lastBar = mark.milliseconds
      memory.orders[id]?.bars += 1
      if let most = order.order.maxBars, order.bars + 1 >= most { cancel(id, .ended(.expired)) }
    }
  }

  // MARK: Lives

  /// Tells an order's life what was heard, and does what comes of it.
  mutating func hear(_ event: OrderEvent, _ id: String) {
    guard var order = memory.orders[id] else { return }
    let action = order.life.take(event, at: time)
    memory.orders[id] = order
    switch action {
    case .wait: break
    case .waitUntil(let due):
      if isRestDust(order) { return hear(.givenUp(.market(.dust)), id) }
      memory.orders[id]?.due = due.milliseconds
    case .send(let attempt, let quantity):
      if opening(order) == nil {
        place(Sending(order: id, attempt: attempt), quantity)
      } else {
        // It has not left, and nothing of it can arrive: it is tried again.
        hear(.rejected(.rule(.paused)), id)
      }
    case .query: askStatus(Sending(order: id, attempt: order.life.attempts))
    case .done: conclude(id)
    }
  }

  /// Whether what an exit has left is too little to be sold: it waits for nothing, and joins the next.
  private func isRestDust(_ order: DeskOrder) -> Bool {
    guard order.order.intent == .exit, order.life.state == .intent, order.life.attempts > 0 else {
      return false
    }
    let next = Sending(order: order.order.id, attempt: order.life.attempts + 1)
    guard case .refused(.market(.dust)) = priced(next, order.life.remaining) else { return false }
    return true
  }

  func symbol(_ id: String) -> Symbol? { memory.orders[id]?.order.symbol }

  mutating func askStatus(_ sending: Sending) {
    guard let symbol = symbol(sending.order) else { return }
    memory.orders[sending.order]?.due = nil
    ask(.order(symbol, clientID: clientID(sending)), .status(sending))
  }

  private mutating func place(_ sending: Sending, _ quantity: Quantity) {
    memory.orders[sending.order]?.due = nil
    switch priced(sending, quantity) {
    case .form(let form):
      memory.sendings[form.clientID] = sending
      memory.orders[sending.order]?.floor = memory.newest[form.symbol] ?? 0
      if form.side == .sell, let old = replaceable(form.symbol, by: sending.order) {
        let replaced = Sending(order: old.order.id, attempt: old.life.attempts)
        send(
          .replace(clientID: clientID(replaced), with: form), .replace(sending, replaced))
      } else {
        send(.place(form), .place(sending))
      }
    case .refused(.market(.dust)): hear(.givenUp(.market(.dust)), sending.order)
    case .refused(let reason): hear(.rejected(reason), sending.order)
    }
  }

  private func priced(_ sending: Sending, _ quantity: Quantity) -> OrderPricing.Priced {
    guard let order = memory.orders[sending.order]?.order, let rules = rules[order.symbol]
    else { return .refused(.market(.noMarket)) }
    let name = clientID(sending)
    if memory.orders[sending.order]?.isProtection == true {
      return shieldForm(order, quantity, clientID: name).map(OrderPricing.Priced.form)
        ?? .refused(.market(.noMarket))
    }
    guard let best = best[order.symbol] else { return .refused(.market(.noPrice)) }
    let view = view(of: order.symbol)
    guard order.intent == .exit else {
      // What it asks for itself is not yet paid.
      let own = (order.price ?? best.ask).times(1.01) * quantity
      return settings.pricing.entry(
        order, quantity, rules, best, free: freeCash + own, clientID: name, view)
    }
    var size = exitSize(order, quantity)
    if memory.orders[sending.order]?.life.reason == Self.insufficient,
      let balance = balances[rules.base]
    {
      // What a sale that waits has locked is free when this one takes its place.
      let locked = replaceable(order.symbol)?.life.remaining.units ?? 0
      size = min(size, Quantity(units: balance.free.units + locked))
    }
    return settings.pricing.exit(
      order, size, rules, best, attempt: sending.attempt, clientID: name, view)
  }

  /// No more than is left of the position, and what lies about of the symbol, which one exit takes
  /// with it at a time.
  private func exitSize(_ order: Order, _ quantity: Quantity) -> Quantity {
    let held = memory.book.positions[order.position]?.quantity ?? .zero
    let isAlone = !memory.open.contains {
      $0.order.id != order.id && $0.order.symbol == order.symbol && $0.isLeaving
    }
    let dust = isAlone ? memory.book.dust(of: order.symbol) : .zero
    return Quantity(units: min(quantity, held).units + dust.units)
  }

  static let insufficient = RefusalReason(
    rawValue: "Account has insufficient balance for requested action. (code -2010)")

  /// Nothing more comes of an order: once all that it has filled is booked, what is left of its
  /// position is dust, and the trader hears it.
  mutating func conclude(_ id: String) {
    guard let order = memory.orders[id], !order.isDone, order.life.state.isFinal else { return }
    guard !order.life.missesFills else {
      askTrades(order.order.symbol)
      lookAgain(id, in: 2_000)
      return
    }
    memory.finish(id)
    if order.closesAny { return }
    if order.order.intent == .exit, !order.keepsPosition {
      memory.book.close(order.order.position)
    }
    guard order.life.remaining > .zero, !order.isQuiet else { return }
    let reason =
      order.life.state == .neverAccepted
      ? RefusalReason(rawValue: "never_accepted")
      : order.life.reason ?? order.cancelReason ?? .ended(.expired)
    actions.append(
      .answer(
        .refusal(
          Refusal(symbol: order.order.symbol, by: "venue", reason: reason, subject: .order(id)))))
  }

  /// Own trades that are not booked yet.
  mutating func askTrades(_ symbol: Symbol) {
    let question = Question.trades(symbol, for: nil)
    guard !questions.values.contains(question) else { return }
    ask(.trades(symbol, from: memory.book.cursor(symbol)), question)
  }

  // MARK: Time

  mutating func lookAgain(_ id: String, in pause: Int64) {
    guard let order = memory.orders[id], !order.isDone else { return }
    memory.orders[id]?.due = time.milliseconds + pause
  }

  mutating func lookAgain() {
    for order in memory.open where order.due.map({ $0 <= time.milliseconds }) == true {
      memory.orders[order.order.id]?.due = nil
      lookAgain(order)
    }
    if let due = reconciler.due, due <= time { reconcile() }
    if let due = market.due, due <= time { askRules() }
  }

  private mutating func lookAgain(_ order: DeskOrder) {
    let id = order.order.id
    if order.life.state.isFinal {
      conclude(id)
    } else if order.life.attempts == 0 {
      begin(id)
    } else if order.life.state == .unknown {
      hear(.due, id)
    } else if order.life.state == .intent {
      if !waits(order) { hear(.due, id) }
    } else if order.life.isOut {
      askStatus(Sending(order: id, attempt: order.life.attempts))
    }
  }
}
