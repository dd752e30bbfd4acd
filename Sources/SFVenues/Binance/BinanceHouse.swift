import SFBinance
import SFBinanceDesk
import SFBinanceOrders
import SFBroker
import SFCore
import SFLedger
import SFRun
import SFTransport
import Synchronization

/// The desk with its ledger, between two threads: one that takes the turns of the session, and one
/// that talks to the exchange.
///
/// Whoever has told it something commits; what the desk wants to be sent is handed out behind the
/// commit, and by no other way.
final class BinanceHouse {
  private let lock = Mutex(())
  let ledger: Ledger?
  private let clock: any Clock
  /// Rung when there is something to be sent.
  let bell: Bell
  var desk: BinanceDesk
  var memory: BinanceMemory
  private let ceilings: Ceilings
  let capital: Money
  var page = LedgerPage()
  var hasChanged = false
  /// What is wanted of the exchange: not committed, and committed.
  private var held: [DeskAction] = []
  private var outbox: [DeskAction] = []
  /// What is said to people at once.
  private var notices: [String] = []
  /// Where orders were when that was written down.
  private var states: [String: OrderState] = [:]
  /// What the last mark has to say and is not kept yet.
  private var composed: Composed?
  /// What the desk measures the exchange's time by.
  private let steady: SteadyTime
  var closes: [Symbol: Price] = [:]
  private var failure: (any Error)?
  private var isEnding = false

  private struct Composed {
    let handedBack: Int
    let unsaid: Int
    let alerts: Int
    let account: Account?
    let done: TurnsDone
  }

  /// `time` is the exchange's.
  init(
    _ settings: DeskSettings, _ memory: BinanceMemory, _ ceilings: Ceilings, ledger: Ledger?,
    time: Timestamp, _ clock: any Clock
  ) throws {
    self.ledger = ledger
    self.clock = clock
    self.memory = memory
    self.ceilings = ceilings
    capital = settings.capital
    steady = SteadyTime(clock)
    desk = BinanceDesk(settings, memory.desk, ahead: time - steady.now)
    bell = try Bell()
  }

  /// The exchange's time; called with the lock.
  var time: Timestamp { desk.exchangeTime(at: steady.now) }

  // MARK: The exchange

  /// The exchange's time, as far as the desk knows it.
  var exchangeTime: Timestamp { lock.withLock { _ in time } }

  /// Goes on with what was committed.
  func resume() throws {
    try lock.withLock { _ in
      absorb(desk.resume(at: steady.now))
      hasChanged = true
      try commitNow()
    }
  }

  /// Tells the desk, and commits.
  func hear(_ events: [DeskEvent]) throws {
    try lock.withLock { _ in
      for event in events { hear(event) }
      try hearPersons()
      try commitNow()
    }
  }

  func hear(_ event: DeskEvent) {
    let actions = desk.take(event, at: steady.now)
    absorb(actions)
    // A price is nothing to remember.
    if case .best = event, actions.isEmpty { return }
    hasChanged = true
  }

  private func absorb(_ actions: [DeskAction]) {
    for action in actions {
      switch action {
      case .answer(let answer): say(answer)
      case .alert(let text): alert(text)
      case .change, .ask: held.append(action)
      }
    }
  }

  /// Something that people are to hear of has happened.
  func alert(_ text: String) {
    notices.append(text)
    memory.alerts.happened(text)
    hasChanged = true
  }

  func say(_ answer: Answer) {
    var at = time
    switch answer {
    case .fill(let fill):
      at = max(fill.at, memory.unsaid.last?.at ?? fill.at)
      page.add(.told(fill))
    // One that nobody but a person or the desk has ordered.
    case .order(let order): page.add(.intent(.init(order, at: memory.done?.mark ?? time)))
    case .refusal, .control: break
    }
    memory.unsaid.append(.init(answer: answer, at: at))
    hasChanged = true
  }

  /// What is to be sent now.
  func takeErrands() -> [DeskAction] {
    lock.withLock { _ in
      bell.hush()
      defer { outbox = [] }
      return outbox
    }
  }

  func takeNotices() -> [String] {
    lock.withLock { _ in
      defer { notices = [] }
      return notices
    }
  }

  /// When the desk is to look again, whatever is heard.
  var nextDue: Moment {
    lock.withLock { _ in
      guard let due = desk.nextDue else { return .never }
      return clock.now + TimeSpan(milliseconds: max(due, steady.now) - steady.now)
    }
  }

  /// Whether prices are needed whatever the market says: something is to be sold, or bought.
  var isAtWork: Bool { lock.withLock { _ in desk.memory.orders.values.contains { !$0.isDone } } }

  /// Whether something was sent of which nobody knows what has become.
  var isWaiting: Bool {
    lock.withLock { _ in
      desk.memory.orders.values.contains {
        !$0.isDone && ($0.life.state == .sent || $0.life.state == .unknown)
      } || !desk.isReconciled
    }
  }

  var mustEnd: Bool { lock.withLock { _ in isEnding } }

  func end() {
    lock.withLock { _ in isEnding = true }
    bell.ring()
  }

  /// The other thread has ended: why.
  func fail(_ error: any Error) { lock.withLock { _ in failure = error } }

  // MARK: Turns

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
      memory.alerts.look(desk)
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

  // MARK: Keeping

  func commit() throws {
    try lock.withLock { _ in
      if let failure { throw failure }
      try commitNow()
    }
  }

  func commitNow() throws {
    noteStates()
    if hasChanged, let ledger {
      memory.desk = desk.memory
      let mark = memory.done?.mark ?? Timestamp(milliseconds: 0)
      let bytes = try MemoryEncoder.bytes(of: memory)
      try ledger.commit(
        page, .init(mark: mark, hasTaken: memory.done?.hasTaken ?? false, bytes: bytes),
        venue: "binance", wall: clock.time)
    }
    page.removeAll()
    hasChanged = false
    guard !held.isEmpty else { return }
    outbox += held
    held = []
    bell.ring()
  }

  /// Where orders are, for whoever looks into the ledger.
  private func noteStates() {
    guard hasChanged else { return }
    for (id, order) in desk.memory.orders where states[id] != order.life.state {
      if states[id]?.isFinal == true { continue }
      states[id] = order.life.state
      page.add(.state(id, order.life.state))
    }
  }
}
