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
  let lock = Mutex(())
  let ledger: Ledger?
  private let clock: any Clock
  /// Rung when there is something to be sent.
  let bell: Bell
  var desk: BinanceDesk
  var memory: BinanceMemory
  let ceilings: Ceilings
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
  var composed: Composed?
  /// What the desk measures the exchange's time by.
  private let steady: SteadyTime
  var closes: [Symbol: Price] = [:]
  var failure: (any Error)?
  private var isEnding = false
  /// Whether the desk lets out less than a person has said, and nobody has been told.
  private var hasOwnMode = false

  struct Composed {
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

  var wall: Timestamp { clock.time }

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
    let before = desk.memory.mode
    let actions = desk.take(event, at: steady.now)
    absorb(actions)
    if case .mode = event {} else if desk.memory.mode != before { hasOwnMode = true }
    if memory.alerts.look(desk) { hasChanged = true }
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

  // MARK: Keeping

  func commit() throws {
    try lock.withLock { _ in
      if let failure { throw failure }
      try commitNow()
    }
  }

  func commitNow() throws {
    if hasOwnMode, let ledger {
      hasOwnMode = false
      try sayMode(ledger, notices.last ?? "")
    }
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
