import SFBroker
import SFCore
import SFEngine
import SFStrategy
import SFTestSupport
import Testing

/// What must hold for every strategy on every market, to the last digit.
@Suite struct LedgerTests {
  @Test func `the ledger agrees on random strategies and markets`() throws {
    for seed in 0..<2_000 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let rules = try RandomStrategy.configuration(&random)
      var trader = StageDriver(rules, columns: ["atr_14"])
      var market = RandomMarket()
      var ledger = SlowLedger(rules)
      for minute in 0..<60 {
        let (quotes, calls) = market.next(&random)
        try trader.step(minute, quotes, calls)
        ledger.take(trader, quotes, "seed \(seed), minute \(minute)")
      }
      try trader.finish()
      ledger.take(trader, [], "seed \(seed) at the end")
      Self.checkSignals(trader, market.signals, seed)
      Self.checkPositions(trader, seed)
    }
  }

  /// Stops and resumes at every step: a checkpoint must not change what is written.
  @Test func `survives being checkpointed`() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let rules = try RandomStrategy.configuration(&random)
      var (plain, resumed) = (
        StageDriver(rules, columns: ["atr_14"]), StageDriver(rules, columns: ["atr_14"])
      )
      var market = RandomMarket()
      for minute in 0..<40 {
        let (quotes, calls) = market.next(&random)
        try plain.step(minute, quotes, calls)
        try resumed.step(minute, quotes, calls)
        resumed.stage = try Checkpoint.resumed(resumed.stage)
      }
      #expect(plain.orders == resumed.orders, "seed \(seed)")
      #expect(plain.fills == resumed.fills, "seed \(seed)")
      #expect(plain.refusals == resumed.refusals, "seed \(seed)")
      #expect(plain.positions == resumed.positions, "seed \(seed)")
      #expect(plain.equities.map(\.equity) == resumed.equities.map(\.equity), "seed \(seed)")
    }
  }

  /// Every signal ends as one order or one refusal, every order as one fill or one refusal.
  private static func checkSignals(_ trader: StageDriver, _ signals: Int, _ seed: UInt64) {
    let refused = trader.refusals.count { if case .signal = $0.subject { true } else { false } }
    // An aggregator's order stands for the signals of the detectors that it names.
    let accepted = trader.orders.filter { $0.intent == .enter }
      .reduce(0) { $0 + $1.reason.split(separator: ",").count }
    #expect(refused + accepted == signals, "seed \(seed): every signal ends once")
    var ends = trader.fills.map(\.order)
    for refusal in trader.refusals where refusal.quantity == nil {
      if case .order(let id) = refusal.subject { ends.append(id) }
    }
    #expect(
      ends.sorted() == trader.orders.map(\.id).sorted(), "seed \(seed): every order ends once")
  }

  /// Every position is opened once and closed at most once, and no order stands alone.
  private static func checkPositions(_ trader: StageDriver, _ seed: UInt64) {
    let opened = trader.positions.filter { $0.status == .open }.map(\.id)
    let closed = trader.positions.filter { $0.status == .closed }.map(\.id)
    #expect(Set(opened).count == opened.count, "seed \(seed)")
    #expect(Set(closed).count == closed.count, "seed \(seed)")
    #expect(Set(closed).isSubset(of: opened), "seed \(seed)")
    for order in trader.orders where order.intent == .exit {
      #expect(opened.contains(order.position), "seed \(seed)")
    }
  }
}

/// Cash, positions and equity from the fills alone, the slow and obvious way.
private struct SlowLedger {
  let rules: TradingConfiguration
  var cash: Money
  var held: [String: (symbol: Symbol, sign: Int128, quantity: Quantity)] = [:]
  var closes: [Symbol: Price] = [:]
  /// Orders that were decided at an earlier step.
  var early: Set<String> = []
  var fills = 0

  init(_ rules: TradingConfiguration) {
    self.rules = rules
    cash = Money(rules.trader.conditions.capital)
  }

  mutating func take(_ trader: StageDriver, _ quotes: [StageDriver.Quote], _ place: String) {
    let before = closes
    for quote in quotes { closes[quote.symbol] = quote.close }
    for fill in trader.fills[fills...] {
      let sign: Int128 = fill.side == .buy ? 1 : -1
      cash = Money(units: cash.units - sign * (fill.price * fill.quantity).units)
      cash -= Money(fill.fee)
      if held.removeValue(forKey: fill.position) != nil { continue }
      held[fill.position] = (fill.symbol, sign, fill.quantity)
      var known = early.contains(fill.order) ? before : closes
      known[fill.symbol] = known[fill.symbol] ?? fill.price
      checkRoom(known, fill, place)
    }
    fills = trader.fills.count
    early = Set(trader.orders.map(\.id))
    let (book, account) = (trader.stage.trader.book, trader.stage.account)
    #expect(book.cash == cash, "\(place)")
    #expect(book.positions.count == held.count, "\(place)")
    // The venue has an account of its own, and knows nothing of the book.
    #expect(account.cash == cash, "\(place)")
    #expect(
      account.holdings.map { Holding($0.position, $0.direction, $0.quantity) }
        == book.positions.map { Holding($0.id, $0.direction, $0.quantity) }, "\(place)")
    if !rules.trader.allowShort { #expect(cash >= .zero, "\(place): negative cash") }
    guard let last = trader.equities.last?.equity, !quotes.isEmpty else { return }
    #expect(last.openPositions == held.count, "\(place)")
    let worth = held.values.reduce(cash) { sum, position in
      let size = (closes[position.symbol] ?? 0) * position.quantity
      return Money(units: sum.units + position.sign * size.units)
    }
    #expect(last.equity.units == worth.roundedUnits, "\(place)")
  }

  /// What both sides say of a position.
  private struct Holding: Equatable {
    let position: String
    let direction: Direction
    let quantity: Quantity

    init(_ position: String, _ direction: Direction, _ quantity: Quantity) {
      (self.position, self.direction, self.quantity) = (position, direction, quantity)
    }
  }

  /// Σ |notional| ≤ E at the entry, the position itself at the price of its fill.
  private func checkRoom(_ closes: [Symbol: Price], _ fill: Fill, _ place: String) {
    var (equity, notional) = (cash, Money.zero)
    for (id, position) in held {
      let price = id == fill.position ? fill.price : closes[position.symbol] ?? 0
      let size = price * position.quantity
      equity = Money(units: equity.units + position.sign * size.units)
      notional += size
    }
    #expect(notional <= equity, "\(place): \(fill.order) is larger than what is there")
  }
}
