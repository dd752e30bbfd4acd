import SFBroker
import SFCommands
@_spi(Gate) import SFCore
import SFLedger
import SFRun
import SFWire

/// The virtual venue between its inputs, its answers and its ledger.
struct VirtualTurns: TurnTaker {
  private let options: VirtualVenueOptions
  /// `nil` where nothing is to outlive the process.
  private let ledger: Ledger?
  private let clock: any Clock
  private var turns: VenueTurns?
  private var reading = OrderReading(Header())
  private(set) var done: TurnsDone?
  /// What has come since the last commit.
  private var page = LedgerPage()
  /// Whether it remembers other than was committed.
  private var hasChanged = false

  /// What is remembered in the ledger.
  private struct Memory: Codable {
    var turns: VenueTurns
    var done: TurnsDone
  }

  /// What `ledger` has is gone on with.
  init(_ options: VirtualVenueOptions, ledger: Ledger?, _ clock: any Clock) throws {
    self.options = options
    self.ledger = ledger
    self.clock = clock
    guard let bytes = try ledger?.memory()?.bytes else { return }
    let memory = try MemoryDecoder.value(Memory.self, of: bytes)
    (turns, done) = (memory.turns, memory.done)
  }

  var readsOfMarket: LineTypes { [.init(.bar), .init(.quote)] }

  mutating func bind(_ header: Header) throws -> StageEntry {
    let (entry, conditions) = try options.joined(with: header)
    reading = OrderReading(header)
    try ledger?.belong(to: HeaderText.text(of: entry))
    guard turns == nil else { return entry }
    var begun = VenueTurns(conditions.rules)
    if options.fill == .quote { begun.fillAtQuotes() }
    turns = begun
    return entry
  }

  // MARK: Turns

  func recall(_ mark: Timestamp) throws -> [UInt8] { try ledger?.text(of: mark) ?? [] }

  mutating func answer(_ step: inout Step) throws {
    try turns?.meet(&step)
    try hearPersons(&step)
    try turns?.answer(&step)
    done = TurnsDone(mark: step.ts, hasTaken: false, series: step.series)
  }

  mutating func keep(_ text: [UInt8], of step: borrowing Step) {
    if !text.isEmpty || turns?.isMoving == true { hasChanged = true }
    guard ledger != nil, !text.isEmpty else { return }
    page.add(.answered(LedgerPage.Answered(text, of: step)))
  }

  mutating func take(_ orders: borrowing Step, _ market: inout Step) throws {
    for request in reading.requests(orders) {
      hasChanged = true
      if case .order(let order) = request { keep(order.request, market) }
      let asked = inTime(request, market.ts)
      try turns?.take(asked, &market)
    }
    done?.hasTaken = true
  }

  /// The request, or an entry that comes too late: after an outage nothing old is bought.
  private func inTime(_ request: VenueTurns.Request, _ mark: Timestamp) -> VenueTurns.Request {
    guard let most = options.maxAge?.milliseconds, case .order(let order) = request,
      order.request.intent == .enter
    else { return request }
    let age = clock.time - mark
    return age > min(most, turns?.interval?.milliseconds ?? most) ? .late(order) : request
  }

  /// An order is written down with what could be seen when it was decided.
  private mutating func keep(_ order: Order, _ market: borrowing Step) {
    guard ledger != nil else { return }
    let quotes = market.messages(of: Quote.self)
    let quote = quotes.last { $0.symbol == order.symbol }
    page.add(.intent(.init(order, at: market.ts, bid: quote?.bid, ask: quote?.ask)))
  }

  /// What is remembered stays as it was before: whoever goes on from there says the same again.
  mutating func finish(_ step: inout Step) throws {
    var closing = turns
    try closing?.finish(&step)
    guard ledger != nil, !step.lines.isEmpty else { return }
    page.add(.answered(LedgerPage.Answered([], of: step)))
    hasChanged = true
  }

  mutating func commit() throws {
    guard hasChanged, let ledger, let turns, let done else { return }
    let bytes = try MemoryEncoder.bytes(of: Memory(turns: turns, done: done))
    try ledger.commit(
      page, .init(mark: done.mark, hasTaken: done.hasTaken, bytes: bytes), venue: "virtual",
      wall: clock.time)
    page.removeAll()
    hasChanged = false
  }

  // MARK: Persons

  /// Does what persons have said since the last mark.
  private mutating func hearPersons(_ step: inout Step) throws {
    guard let ledger, try ledger.hasNews() else { return }
    for word in try ledger.unheard() {
      page.add(.heard(.init(word.number, at: step.ts)))
      hasChanged = true
      turns?.hear(word.control)
      try obey(word, &step)
    }
  }

  private mutating func obey(_ word: PersonWord, _ step: inout Step) throws {
    let control = word.control
    guard let target = control.target else { return }
    switch control.action {
    case .cancel:
      turns?.give(Approved(Cancel(order: target, symbol: "ALL", reason: control.reason)))
    case .exit, .settle:
      guard
        let order = turns?.exit(
          of: target, number: Int(word.number), by: control.who, reason: control.reason, step)
      else { return step.warn("'\(target)' is no open position: nothing was done") }
      keep(order, step)
      if control.action == .exit {
        try turns?.give(Approved(order), &step)
      } else if let price = word.price {
        turns?.settle(Approved(order), at: price, time: step.ts)
      }
    case .halt, .reduce, .resume, .allow, .pause: break
    }
  }
}
