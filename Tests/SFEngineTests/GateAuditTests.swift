import SFBroker
import SFCore
import SFRisk
import SFTestSupport
import Testing

/// An auditor beside the gate: what a trader that invents, doubles, changes and replays orders gets
/// through is counted again, from the orders and the fills alone.
@Suite struct GateAuditTests {
  private static let rules = ["position:0.2", "concentration:0.3", "exposure:0.6", "positions:4"]

  @Test func `no limit is broken, whatever is asked for`() throws {
    var (passed, refused) = (0, 0)
    for seed in 0..<150 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var market = try AuditedMarket(Self.rules, seed)
      for _ in 0..<50 {
        try market.mark(&random)
        passed += market.passed
        refused += market.refused
      }
    }
    // The walks meet what they are to show.
    #expect(passed > 3_000 && refused > 10_000, "\(passed) \(refused)")
  }
}

/// Gate and venue on a walk, and a book of the auditor's own.
private struct AuditedMarket {
  private var gate: RiskGate
  private var venue: VirtualVenue
  private let seed: UInt64
  private var step = Step()
  private var ts: Timestamp = "2026-01-05T09:30:00.000Z"
  private var closes: [Symbol: Double] = ["AAA": 100, "BBB": 7, "CCC": 3_000]
  private var said: [Answer] = []
  /// What was let through, newest last: to be said again.
  private var history: [Order] = []

  /// What the auditor knows: cash, and of each position what it holds, which way, and whether an
  /// exit works.
  private var cash = 10_000.0
  private var held: [String: (symbol: Symbol, sign: Double, quantity: Double, closes: Bool)] = [:]
  private var waiting: [String: Order] = [:]
  private(set) var passed = 0
  private(set) var refused = 0

  init(_ specs: [String], _ seed: UInt64) throws {
    self.seed = seed
    gate = RiskGate(
      try RiskRules(
        capital: 10_000, interval: Interval("1m"),
        rules: specs.map { try riskRuleCatalog.make($0).0 }))
    venue = VirtualVenue(
      VenueRules(
        TradingConditions(
          capital: 10_000, interval: Interval("1m"),
          costs: try Costs(slippage: 0.0005, makerFee: 0.001, takerFee: 0.001))))
  }

  mutating func mark(_ random: inout SeededGenerator) throws {
    ts = ts + 60_000
    step.begin(ts)
    let interval = try #require(Interval("1m"))
    for symbol in closes.keys.sorted() {
      let open = closes[symbol] ?? 1
      let close = Price(rounding: open * Double.random(in: 0.98...1.02, using: &random)) ?? 1
      let series = step.series.index(of: Series(symbol: symbol, interval: interval))
      let first = Price(rounding: open) ?? 1
      step.take(
        Bar(
          series: series, open: first, high: max(first, close), low: min(first, close),
          close: close, volume: 1e9))
      closes[symbol] = close.double
    }
    let answers = try said + venue.take(&step)
    for answer in answers { hear(answer) }
    said = []
    (passed, refused) = (0, 0)
    let requests = asked(&random)
    for word in try gate.turn(&step, requests.map(OrderRequest.order), answers) ?? [] {
      switch word {
      case .order(let approved):
        audit(approved.request)
        said += try venue.accept(approved, &step)
        passed += 1
      case .refusal(let refusal): if refusal.quantity == nil { refused += 1 }
      case .cancel, .alert: Issue.record("nothing was to be taken back")
      }
    }
  }

  private mutating func hear(_ answer: Answer) {
    switch answer {
    case .fill(let fill):
      let (quantity, price) = (fill.quantity.double, fill.price.double)
      cash += (fill.side == .sell ? 1 : -1) * quantity * price - fill.fee.double
      if waiting.removeValue(forKey: fill.order)?.intent == .exit {
        held[fill.position] = nil
      } else {
        held[fill.position] = (fill.symbol, fill.side == .buy ? 1 : -1, quantity, false)
      }
    case .refusal(let refusal):
      guard case .order(let id) = refusal.subject, refusal.quantity == nil else { return }
      waiting[id] = nil
    case .order, .control: break
    }
  }

  private func close(_ symbol: Symbol) -> Double { closes[symbol] ?? 0 }

  /// Counts again, with this order among what waits.
  private mutating func audit(_ order: Order) {
    let place = "seed \(seed), \(ts), \(order)"
    #expect(waiting[order.id] == nil && !history.contains { $0.id == order.id }, "\(place)")
    waiting[order.id] = order
    history.append(order)
    guard order.intent == .enter else {
      let position = held[order.position]
      #expect(position?.closes == false, "\(place)")
      #expect((position?.quantity ?? 0) * 1.0000001 >= order.quantity.double, "\(place)")
      held[order.position]?.closes = true
      return
    }
    let equity = held.values.reduce(cash) { $0 + $1.sign * $1.quantity * close($1.symbol) }
    let open = held.values.filter { !$0.closes }.map { ($0.symbol, $0.quantity) }
    let entries = waiting.values.filter { $0.intent == .enter }
      .map { ($0.symbol, $0.quantity.double) }
    let sizes = (open + entries).map { ($0.0, close($0.0) * $0.1) }
    let most = equity * 1.0000001
    #expect(close(order.symbol) * order.quantity.double <= 0.2 * most, "\(place)")
    let ofSymbol = sizes.filter { $0.0 == order.symbol }.reduce(0) { $0 + $1.1 }
    #expect(ofSymbol <= 0.3 * most, "\(place)")
    #expect(sizes.reduce(0) { $0 + $1.1 } <= 0.6 * most, "\(place)")
    #expect(sizes.count <= 4, "\(place)")
  }

  /// Orders of all sorts, sound ones among them.
  private func asked(_ random: inout SeededGenerator) -> [Order] {
    var orders: [Order] = []
    for symbol in closes.keys.sorted() where Bool.random(using: &random) {
      orders.append(entry(symbol, orders.count + 1, &random))
    }
    for position in held.keys.sorted() where UInt8.random(in: 0..<5, using: &random) == 0 {
      guard let (symbol, sign, quantity, _) = held[position] else { continue }
      let more = Double.random(in: 0.5...1.2, using: &random)
      orders.append(
        Order(
          id: "\(ts.milliseconds)-\(orders.count + 1)", symbol: symbol,
          side: sign > 0 ? .sell : .buy,
          quantity: Quantity(rounding: quantity * (more > 1.1 ? more : 1)) ?? 1,
          position: position, intent: .exit, reason: "test", reference: 1))
    }
    if let old = history.randomElement(using: &random) { orders.append(old) }
    if let again = orders.first { orders.append(again) }
    for order in orders {
      var changed = order
      changed.quantity = Quantity(units: order.quantity.units &* 3)
      if Bool.random(using: &random) { changed.id = "\(ts.milliseconds)-9\(orders.count)" }
      if Bool.random(using: &random) { changed.position = changed.id }
      if UInt8.random(in: 0..<4, using: &random) == 0 { changed.side = .buy }
      orders.insert(changed, at: Int.random(in: 0...orders.count, using: &random))
    }
    return orders
  }

  private func entry(
    _ symbol: Symbol, _ number: Int, _ random: inout SeededGenerator
  ) -> Order {
    let id = "\(ts.milliseconds)-\(number)"
    let size = Double.random(in: 10...8_000, using: &random) / close(symbol)
    return Order(
      id: id, symbol: symbol, side: Bool.random(using: &random) ? .buy : .sell,
      quantity: Quantity(rounding: size) ?? 1, position: id, intent: .enter, reason: "test",
      reference: Price(rounding: close(symbol)) ?? 1)
  }
}
