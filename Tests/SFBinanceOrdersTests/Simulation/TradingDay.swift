import SFBinance
import SFBinanceOrders
@_spi(Gate) import SFCore
import SFExchange
import SFTestSupport
import SFWire

/// A day at the exchange under a virtual clock: a trader, the desk, the exchange, and what is between
/// them. Of the desk only what it has committed survives its crashes. One seed, one day.
struct TradingDay {
  enum Happening {
    case look
    case decide
    case request(APIRequest, number: Int, isChange: Bool)
    case reply(Int, ExchangeReply, ExchangeUsage?)
    case push(JSONValue)
    case restart
    case connect
    case person
    case resume
    case bars
  }

  var plan: DayPlan
  let bug: PlantedBug?
  var session: ExchangeSession
  let settings: DeskSettings
  var desk: BinanceDesk?
  var committed = DeskMemory()
  var trader: DayTrader
  var gate: DayGate
  var auditor: DayAuditor
  /// What happened, where somebody reads it: of most days it would cost more than the desk does.
  private(set) var log: [String] = []
  private let keepsLog: Bool
  var counts = Counts()
  let signer: RequestSigner
  var now: Int64 = 0
  var queue = DayQueue()
  /// Which desk, of those that came one behind the other.
  var life = 1
  var connection = 0
  /// How often the desk has looked at one moment.
  private var looks = 0
  /// Requests at the exchange, by its tickets.
  var asked: [Int: (number: Int, life: Int, sent: Int64)] = [:]
  /// Orders that were decided while there was no desk.
  var waiting: [(order: Order, mark: Timestamp)] = []

  struct Counts {
    var orders = 0
    var fills = 0
    var crashes = 0
    var lost = 0
    var persons = 0
    /// Fills of what waited at the exchange.
    var protected = 0
    /// Entries that the gate did not let out for what the day had lost.
    var stopped = 0
    /// Entries that it let out behind the fall.
    var bought = 0
    /// The least that the session was worth, on a day on which the market falls.
    var worst = Money(10_000 as Price)
  }

  static let timeout: Int64 = 10_000
  static let secret = "secretOfTheDay"

  init(
    seed: UInt64, bug: PlantedBug? = nil, _ kind: DayPlan.Kind = .wild, keepsLog: Bool = false
  ) throws {
    self.keepsLog = keepsLog
    plan = DayPlan(seed: seed, kind: kind)
    gate = try DayGate(capital: 10_000, kind)
    self.bug = bug
    let templates = ["AAA", "BBB"].map { SymbolTemplate(base: $0, quote: "USDT", step: 0.001) }
    session = try Self.session(templates, &plan)
    let info = try ExchangeInfo(
      .object([.init(key: "symbols", value: .array(templates.map(\.text)))]))
    let own = try (info.symbols ?? []).map(TradingRules.init)
    var settings = DeskSettings(
      account: "ann", session: "day", quote: "USDT", capital: Money(10_000 as Price),
      rules: Dictionary(uniqueKeysWithValues: own.map { ($0.symbol, $0) }))
    settings.remembers = 120_000
    settings.protect = plan.protect
    self.settings = settings
    trader =
      switch kind {
      case .wild: DayTrader(seed: seed)
      case .crash: DayTrader(seed: seed, worth: 4_800, patience: .latest)
      case .gap: DayTrader(seed: seed, worth: 990, patience: DayPlan.start + DayPlan.fall)
      }
    auditor = DayAuditor(session.api.exchange)
    signer = RequestSigner(AccountKey("annKey", hmac: HiddenBytes(Self.secret)))
  }

  var time: Timestamp { DayPlan.start + now }
  /// By the desk's clock.
  var own: Timestamp { time + plan.skew }

  /// Runs it; what the auditor has found, or the gate, which takes no answers that cannot be.
  mutating func run() throws -> [String] {
    do {
      return try trade()
    } catch let error as StageError {
      auditor.found("the gate: \(error.message)")
      return auditor.findings
    }
  }

  private mutating func trade() throws -> [String] {
    session.advance(to: time)
    after(0, .look)
    after(10, .restart)
    after(15_000, .decide)
    after(60_000, .bars)
    while now < DayPlan.end, auditor.findings.isEmpty {
      let next = queue.next ?? .max
      let due = desk?.nextDue.map { max($0 - DayPlan.start - plan.skew, now) } ?? .max
      if due < next {
        looks = due == now ? looks + 1 : 0
        if looks > 1_000 { auditor.found("the desk looks again and again, and time stands still") }
        now = due
        try hear(.due)
      } else if let entry = queue.take() {
        now = entry.time
        try happen(entry.happening, life: entry.life)
      } else {
        break
      }
      deliver()
    }
    guard auditor.findings.isEmpty else { return auditor.findings }
    auditor.look(session.api.exchange)
    let book = committed.book
    let owned = settings.rules.values.map { ($0.base, book.owned($0.symbol)) }
    auditor.close(
      session.api.exchange, owned: Dictionary(uniqueKeysWithValues: owned), cash: book.cash,
      held: trader.positions.values.map(\.entry.id)
        + book.positions.map { "\($0.key) of \($0.value.units)" })
    counts.orders = committed.orders.count
    counts.protected = session.api.exchange.fills[0].list.count { fill in
      let order = session.api.exchange.orders[fill.orderID]
      return order?.stopPrice != nil
    }
    counts.fills = session.api.exchange.fills[0].count
    return auditor.findings
  }

  mutating func after(_ pause: Int64, _ happening: Happening) {
    queue.add(happening, at: now + pause, life: life)
  }

  mutating func note(_ text: @autoclosure () -> String) {
    if keepsLog { log.append("\(now) \(text())") }
  }

  mutating func latency() -> Int64 { 2 + Int64(plan.draws.below(40)) }

  private mutating func happen(_ happening: Happening, life: Int) throws {
    switch happening {
    case .look: try look()
    case .decide: try decide()
    case .restart: try restart()
    case .connect: connect()
    case .request(let request, let number, _):
      let ticket = session.receive(request, at: time)
      asked[ticket] = (number, life, now)
      // Who gets no answer in time has none.
      queue.add(.reply(number, .nothing, nil), at: now + Self.timeout, life: life)
    case .person: try say()
    case .resume:
      if desk == nil { after(5_000, .resume) } else { try control(.active) }
    case .bars:
      for symbol in DayPlan.symbols { try hear(.bar(symbol, time)) }
      after(60_000, .bars)
    case .reply(let number, let reply, let usage) where life == self.life:
      if let usage { try hear(.usage(usage)) }
      auditor.heard(reply, at: now)
      if number == 0 { try hear(.connected) } else { try hear(.reply(number, reply)) }
    case .push(let event) where life == self.life: try hear(.userData(event))
    case .reply, .push: break
    }
  }

  // MARK: Market and trader

  /// What the session is worth at the best bids.
  private var equity: Money {
    settings.rules.keys.reduce(settings.capital + committed.book.cash) { sum, symbol in
      let owned = Quantity(units: max(0, committed.book.owned(symbol)))
      return sum + (best(symbol)?.bid ?? .zero) * owned
    }
  }

  private mutating func look() throws {
    session.advance(to: time)
    auditor.look(session.api.exchange)
    if plan.kind != .wild { counts.worst = min(counts.worst, equity) }
    for symbol in DayPlan.symbols {
      guard let best = best(symbol) else { continue }
      try hear(.best(symbol, best))
    }
    if now < DayPlan.calm, plan.draws.uniform() < plan.cuts {
      session.close(connection)
      after(3_000, .connect)
    }
    if now < DayPlan.calm, plan.draws.uniform() < plan.jumps { plan.shiftClock() }
    after(5_000, .look)
  }

  func best(_ symbol: Symbol) -> OrderPricing.Best? {
    guard
      let market = session.api.exchange.markets.first(where: { $0.rules.symbol == symbol.text }),
      let bid = market.best(.buy), let ask = market.best(.sell)
    else { return nil }
    return OrderPricing.Best(bid: bid, ask: ask)
  }

  private mutating func decide() throws {
    let prices = Dictionary(
      uniqueKeysWithValues: DayPlan.symbols.compactMap { symbol in
        best(symbol).map { (symbol, $0.bid) }
      })
    let turn = try gate.mark(time, prices)
    for cancel in turn.cancels { try pass(cancel) }
    for order in turn.orders {
      trader.hear(.order(order.request))
      try pass(order)
    }
    let wishes = trader.decide(at: time, prices, isClosing: now >= DayPlan.selling)
    for wish in wishes {
      switch wish {
      case .order(let order):
        let answer = try gate.judge(order, at: time)
        for refusal in answer.refusals {
          if refusal.by == "risk.daily_loss" { counts.stopped += 1 }
          trader.hear(.refusal(refusal))
        }
        if let approved = answer.approved { try pass(approved) }
      case .cancel(let cancel):
        if let approved = gate.judge(cancel, at: time) { try pass(approved) }
      }
    }
    if now < DayPlan.calm, plan.draws.uniform() < plan.persons { after(0, .person) }
    after(15_000, .decide)
  }

  /// Hands an order over that the gate has let through.
  private mutating func pass(_ approved: Approved<Order>) throws {
    let order = approved.request
    note("\(order.side.rawValue) \(order.id) \(order.symbol) \(order.quantity)")
    if order.intent == .enter {
      auditor.decided(order, at: time)
      if now >= DayPlan.fall { counts.bought += 1 }
    }
    if desk == nil {
      waiting.append((order, time))
    } else {
      try hear(.order(approved, mark: time))
    }
  }

  private mutating func pass(_ approved: Approved<Cancel>) throws {
    note("cancel \(approved.request.order)")
    // A pipeline hands it over again to whoever comes next; here the trader asks again.
    if desk == nil {
      trader.positions[approved.request.symbol]?.isCanceled = false
    } else {
      try hear(.cancel(approved))
    }
  }
}
