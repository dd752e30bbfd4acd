import SFBinance
import SFBroker
import SFCore
import SFWire

/// The broker of a session at the exchange, as a value: what is heard goes in, what is to be done
/// comes out. It reads no clock; times are the exchange's, and are handed in.
///
/// Whatever the exchange says of an order is folded the same way: how much has filled in all, and
/// whether more can come. The answer to the order, its user data and what comes of asking may come in
/// any order, twice or not at all. What it remembers is committed behind each event and before the
/// actions that come of it; a desk that begins with what was committed holds everything that it does
/// not know the end of for unknown, asks, and lets no entry out until all of it is reconciled.
package struct BinanceDesk: Sendable {
  package internal(set) var settings: DeskSettings
  package internal(set) var memory: DeskMemory
  var best: [Symbol: OrderPricing.Best] = [:]
  var questions: [Int: Question] = [:]
  var reconciler = Reconciler()
  /// What may be sold at most, by asset, as the account said last.
  var free: [String: Quantity] = [:]
  private var nextNumber = 1
  var actions: [DeskAction] = []
  var time = Timestamp(milliseconds: 0)

  /// What was asked.
  enum Question: Hashable, Sendable {
    case place(Sending)
    case cancel(Sending)
    case status(Sending)
    /// Whether an order that is not found is among the open ones.
    case search(Sending)
    /// Own trades: for an order that is not found, or to book them.
    case trades(Symbol, for: Sending?)
    /// Whose order a trade is of.
    case owner(DeskMemory.ExchangeID)
    case openOrders(Symbol)
    case account
  }

  package init(_ settings: DeskSettings, _ memory: DeskMemory = DeskMemory()) {
    self.settings = settings
    self.memory = memory
  }

  /// When to look again whatever is heard; `nil` for never.
  package var nextDue: Timestamp? {
    let orders = memory.open.compactMap(\.due).min().map(Timestamp.init(milliseconds:))
    return [orders, reconciler.due].compactMap { $0 }.min()
  }

  package var isReconciled: Bool { reconciler.isSettled }

  /// Goes on with what was committed: all that was on its way is lost.
  package mutating func resume(at time: Timestamp) -> [DeskAction] {
    self.time = time
    for order in memory.open {
      let life = order.life
      if life.state == .sent || (life.state == .unknown && order.due == nil) {
        hear(.lost, order.order.id)
      } else if life.isOut || order.cancelWanted, order.due == nil {
        memory.orders[order.order.id]?.due = time.milliseconds
      }
    }
    reconcile()
    return takeActions()
  }

  package mutating func take(_ event: DeskEvent, at time: Timestamp) -> [DeskAction] {
    self.time = time
    switch event {
    case .order(let approved, let mark): accept(approved.request, mark)
    case .cancel(let approved): cancel(approved.request.order)
    case .mode(let mode): enter(mode)
    case .exit(let approved): giveExit(approved.request)
    case .settled(let approved, let price): settle(approved.request, at: price)
    case .rules(let rules): settings.rules.merge(rules) { $1 }
    case .reply(let number, let reply):
      // What is answered late was given up already: it is asked again.
      guard let question = questions.removeValue(forKey: number) else { break }
      take(reply, to: question)
    case .userData(let value): hear(value)
    case .best(let symbol, let best): self.best[symbol] = best
    case .connected: reconcile()
    case .due: lookAgain()
    }
    checkReconciled()
    return takeActions()
  }

  private mutating func takeActions() -> [DeskAction] {
    defer { actions = [] }
    return actions
  }

  mutating func ask(_ query: BinanceQuery, _ question: Question) {
    questions[nextNumber] = question
    actions.append(.ask(query, nextNumber))
    nextNumber += 1
  }

  mutating func send(_ change: BinanceChange, _ question: Question) {
    questions[nextNumber] = question
    actions.append(.change(change, nextNumber))
    nextNumber += 1
  }

  func clientID(_ sending: Sending) -> String {
    ClientID.of(
      account: settings.account, session: settings.session, order: sending.order,
      attempt: sending.attempt)
  }

  /// What may be spent.
  var freeCash: Money {
    let resting = memory.open.reduce(Money.zero) { sum, order in
      guard order.order.side == .buy, order.life.isOut else { return sum }
      let price = order.order.price ?? best[order.order.symbol]?.ask ?? .zero
      return sum + price.times(1.01) * order.life.remaining
    }
    return settings.capital + memory.book.cash - memory.book.feesElsewhere - resting
  }

  // MARK: Orders

  mutating func accept(_ order: Order, _ mark: Timestamp, isOfPerson: Bool = false) {
    // An order that was taken before is not taken again.
    guard memory.orders[order.id] == nil else { return }
    memory.orders[order.id] = DeskOrder(
      order, mark: mark, OrderLife(order, receiveWindow: settings.receiveWindow))
    memory.orders[order.id]?.isOfPerson = isOfPerson
    if order.intent == .enter, !isReconciled, memory.mode == .active { return }
    begin(order.id)
  }

  /// Sends what was taken, or refuses it.
  mutating func begin(_ id: String) {
    guard let order = memory.orders[id], order.life.attempts == 0, !order.isDone else { return }
    if order.order.intent == .enter {
      if memory.mode != .active {
        hear(.givenUp(.rule(memory.mode == .halted ? .halted : .paused)), id)
        return
      }
      if time.milliseconds - order.mark > settings.maxAge {
        hear(.givenUp(.market(.late)), id)
        return
      }
    }
    if holds(order) {
      memory.orders[id]?.due = time.milliseconds + 60_000
    } else {
      hear(.committed, id)
    }
  }

  mutating func cancel(_ id: String) {
    guard let order = memory.orders[id], !order.isDone else { return }
    memory.orders[id]?.cancelWanted = true
    if order.life.attempts == 0 {
      hear(.givenUp(.ended(.canceled)), id)
    } else {
      pursue(id)
    }
  }

  /// Tells an order's life what was heard, and does what comes of it.
  mutating func hear(_ event: OrderEvent, _ id: String) {
    guard var order = memory.orders[id] else { return }
    let action = order.life.take(event, at: time)
    memory.orders[id] = order
    switch action {
    case .wait: break
    case .waitUntil(let due): memory.orders[id]?.due = due.milliseconds
    case .send(let attempt, let quantity): place(Sending(order: id, attempt: attempt), quantity)
    case .query: askStatus(Sending(order: id, attempt: order.life.attempts))
    case .done: conclude(id)
    }
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
      send(.place(form), .place(sending))
    case .refused(.market(.dust)): hear(.givenUp(.market(.dust)), sending.order)
    case .refused(let reason): hear(.rejected(reason), sending.order)
    }
  }

  private func priced(_ sending: Sending, _ quantity: Quantity) -> OrderPricing.Priced {
    guard let order = memory.orders[sending.order]?.order,
      let rules = settings.rules[order.symbol]
    else { return .refused(.market(.noMarket)) }
    guard let best = best[order.symbol] else { return .refused(.market(.noPrice)) }
    let name = clientID(sending)
    guard order.intent == .exit else {
      // What it asks for itself is not yet paid.
      let own = (order.price ?? best.ask).times(1.01) * quantity
      return settings.pricing.entry(
        order, quantity, rules, best, free: freeCash + own, clientID: name)
    }
    var size = Quantity(units: quantity.units + memory.book.dust(of: order.symbol).units)
    if memory.orders[sending.order]?.life.reason == Self.insufficient, let free = free[rules.base] {
      size = min(size, free)
    }
    return settings.pricing.exit(
      order, size, rules, best, attempt: sending.attempt, clientID: name)
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
    memory.orders[id]?.isDone = true
    memory.orders[id]?.due = nil
    if order.order.intent == .exit { memory.book.close(order.order.position) }
    guard order.life.remaining > .zero else { return }
    let reason =
      order.life.state == .neverAccepted
      ? RefusalReason(rawValue: "never_accepted")
      : order.life.reason ?? .ended(order.cancelWanted ? .canceled : .expired)
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

  private mutating func lookAgain() {
    for order in memory.open where order.due.map({ $0 <= time.milliseconds }) == true {
      memory.orders[order.order.id]?.due = nil
      if order.life.state.isFinal {
        conclude(order.order.id)
      } else if order.life.attempts == 0 {
        begin(order.order.id)
      } else if order.life.state == .unknown || order.life.state == .intent {
        if order.life.state == .intent, holds(order) {
          memory.orders[order.order.id]?.due = time.milliseconds + 60_000
        } else {
          hear(.due, order.order.id)
        }
      } else if order.life.isOut {
        askStatus(Sending(order: order.order.id, attempt: order.life.attempts))
      }
    }
    if let due = reconciler.due, due <= time { reconcile() }
  }
}
