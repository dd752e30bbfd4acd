import SFBinance
import SFBroker
import SFCore
import SFWire

/// The broker of a session at the exchange, as a value: what is heard goes in, what is to be done
/// comes out. It reads no clock: times are handed in, of a clock that only goes on, and the desk
/// measures by how much the exchange's is ahead of it.
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
  /// Questions that wait for a permit, in order.
  private var held: [(query: BinanceQuery, number: Int)] = []
  private var heldDue: Timestamp?
  var reconciler = Reconciler()
  var clock = DeskClock()
  var market = DeskMarket()
  /// What the account has, by asset, as it said last.
  var balances: [String: DeskBalance] = [:]
  private var wasReady = false
  private var nextNumber = 1
  var actions: [DeskAction] = []
  /// Of the exchange.
  var time = Timestamp(milliseconds: 0)
  /// Of the one who hands it in.
  var own = Timestamp(milliseconds: 0)

  /// What was asked.
  enum Question: Hashable, Sendable {
    case place(Sending)
    /// One in place of another.
    case replace(Sending, Sending)
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
    case time
    case information
    case mean(Symbol)
  }

  /// `ahead` is by how much the exchange's clock is ahead, in milliseconds, where somebody has
  /// measured it.
  package init(
    _ settings: DeskSettings, _ memory: DeskMemory = DeskMemory(), ahead: Int64? = nil
  ) {
    self.settings = settings
    self.memory = memory
    if let ahead { clock = DeskClock(ahead: ahead) }
  }

  /// When to look again whatever is heard, by the clock that is handed in; `nil` for never.
  package var nextDue: Timestamp? {
    let orders = memory.open.compactMap(\.due).min().map(Timestamp.init(milliseconds:))
    let dues = [orders, reconciler.due, market.due, heldDue, shieldDue].compactMap { $0 }
    return (dues.map { $0 + -clock.offset.milliseconds } + [clock.due]).min()
  }

  /// As the exchange said last.
  var rules: [Symbol: TradingRules] { settings.rules }

  package var isReconciled: Bool { reconciler.isSettled }
  package var isClockTrusted: Bool { clock.isTrusted }

  /// The exchange's time, for what is signed.
  package func exchangeTime(at own: Timestamp) -> Timestamp { clock.offset.time(at: own) }

  /// Whether entries may leave: all that was sent is known, and so is the exchange's time.
  var isReady: Bool { isReconciled && clock.isTrusted }

  /// Goes on with what was committed: all that was on its way is lost.
  package mutating func resume(at own: Timestamp) -> [DeskAction] {
    begin(at: own)
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

  package mutating func take(_ event: DeskEvent, at own: Timestamp) -> [DeskAction] {
    // Of all that is heard prices are the most: they are looked at when there is something to do.
    if case .best(let symbol, let best) = event {
      self.best[symbol] = best
      return []
    }
    begin(at: own)
    switch event {
    case .order(let approved, let mark): accept(approved.request, mark)
    case .cancel(let approved): cancel(approved.request.order, .ended(.canceled))
    case .bar(let symbol, let mark): count(bar: symbol, mark)
    case .mode(let mode): enter(mode)
    case .exit(let approved): giveExit(approved.request)
    case .settled(let approved, let price): settle(approved.request, at: price)
    case .rules(let rules): settings.rules.merge(rules) { $1 }
    case .usage(let usage): memory.budget.hear(usage)
    case .reply(let number, let reply):
      if memory.budget.hear(reply, at: time) {
        actions.append(.alert("the exchange asks to be left alone: \(reply.text)"))
      }
      if reply.isOutsideWindow { clock.doubt(at: self.own) }
      // What is answered late was given up already: it is asked again.
      guard let question = questions.removeValue(forKey: number) else { break }
      take(reply, to: question, number)
    case .userData(let value): hear(value)
    case .refused(let error): guardAccess(error)
    case .best: break
    case .connected: reconcile()
    case .due: lookAgain()
    }
    checkReconciled()
    return takeActions()
  }

  private mutating func begin(at own: Timestamp) {
    (self.own, time) = (own, clock.offset.time(at: own))
    memory.budget.advance(to: time)
  }

  private mutating func takeActions() -> [DeskAction] {
    if isReady, !wasReady { beginWaiting() }
    tendShields()
    wasReady = isReady
    if clock.due <= own {
      clock.putOff(at: own)
      ask(.time, .time)
    }
    release()
    defer { actions = [] }
    return actions
  }

  // MARK: Requests

  mutating func ask(_ query: BinanceQuery, _ question: Question) {
    // What waits for a permit is asked once.
    guard !held.contains(where: { questions[$0.number] == question }) else { return }
    questions[nextNumber] = question
    held.append((query, nextNumber))
    nextNumber += 1
  }

  /// Asks what has a permit, in order.
  private mutating func release() {
    heldDue = nil
    while let first = held.first {
      if let opening = memory.budget.opening(
        .question, weight: first.query.weight, isOrder: false)
      {
        heldDue = opening
        return
      }
      held.removeFirst()
      memory.budget.use(weight: first.query.weight, isOrder: false)
      if questions[first.number] == .time { clock.ask(as: first.number, at: own) }
      actions.append(.ask(first.query, first.number))
    }
  }

  mutating func send(_ change: BinanceChange, _ question: Question) {
    questions[nextNumber] = question
    memory.budget.use(isOrder: change.isOrder)
    actions.append(.change(change, nextNumber))
    nextNumber += 1
  }

  func clientID(_ sending: Sending) -> String {
    ClientID.of(
      account: settings.account, session: settings.session, order: sending.order,
      attempt: sending.attempt)
  }
}
