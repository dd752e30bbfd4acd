import SFBroker
@_spi(Gate) import SFCore
import Testing

/// What persons say to a venue, and what its modes let out.
@Suite struct VenueModeTests {
  /// A venue with a bar a minute that opens and closes at 100 + minute.
  private struct Script {
    private var turns: VenueTurns
    private var step = Step()
    private(set) var minute = 0
    /// What it answered at the last mark: `fill a buy 101.0`, `refusal a halted`, `order x`.
    private(set) var said: [String] = []

    init() throws {
      turns = VenueTurns(
        VenueRules(TradingConditions(costs: try Costs(slippage: 0, makerFee: 0, takerFee: 0))))
    }

    var mode: BrokerMode { turns.mode }
    var cash: Money { turns.venue.account.cash }
    var held: [String] { turns.venue.account.holdings.map(\.position) }

    private static let start: Timestamp = "2026-01-05T09:30:00.000Z"

    /// The next mark, at which persons say something and the trader orders behind the answers.
    mutating func mark(
      _ words: [Control] = [], price: Price? = nil, orders: [Order] = []
    ) throws {
      minute += 1
      step.begin(Self.start + Int64(minute) * 60_000)
      let interval = try #require(Interval("1m"))
      let price100 = Price(units: Int64(100 + minute) * 100_000_000)
      step.take(
        Bar(
          series: step.series.index(of: Series(symbol: "A", interval: interval)), open: price100,
          high: price100, low: price100, close: price100, volume: 1))
      try turns.meet(&step)
      for (number, word) in words.enumerated() {
        turns.hear(word)
        guard let target = word.target else { continue }
        if word.action == .cancel {
          turns.give(Approved(Cancel(order: target, symbol: "A", reason: word.reason)))
          continue
        }
        guard
          let order = turns.exit(
            of: target, number: number + 1, by: word.who, reason: word.reason, step)
        else { continue }
        if let price {
          turns.settle(Approved(order), at: price, time: step.ts)
        } else {
          try turns.give(Approved(order), &step)
        }
      }
      try turns.answer(&step)
      keep()
      for order in orders { try turns.take(.order(Approved(order)), &step) }
      step.clearLines()
    }

    private mutating func keep() {
      said = step.lines.compactMap { line in
        switch step.answer(line) {
        case .fill(let fill): "fill \(fill.order) \(fill.side) \(fill.price)"
        case .refusal(let refusal):
          if case .order(let id) = refusal.subject {
            "refusal \(id) \(refusal.reason)"
          } else {
            "?"
          }
        case .order(let order): "order \(order.position) by \(order.by ?? "-")"
        case .control(let control): control.action.rawValue
        case nil: nil
        }
      }
    }
  }

  private func entry(_ id: String) -> Order {
    Order(
      id: id, symbol: "A", side: .buy, quantity: 10, position: id, intent: .enter, reason: "d",
      reference: 100)
  }

  private func exit(_ id: String, of position: String) -> Order {
    Order(
      id: id, symbol: "A", side: .sell, quantity: 10, position: position, intent: .exit,
      reason: "time", reference: 100)
  }

  private func word(_ action: Control.Action, _ target: String? = nil) -> Control {
    Control(action: action, target: target, reason: "because", who: "ann")
  }

  @Test func `halted, no order leaves, and an exit goes once it is resumed`() throws {
    var script = try Script()
    try script.mark(orders: [entry("a")])
    try script.mark(orders: [exit("x", of: "a"), entry("b")])
    #expect(script.said == ["fill a buy 102.0"])
    // The exit fills with the bar that closes as the word is said: it had left before.
    try script.mark([word(.halt)])
    #expect(script.said == ["fill x sell 103.0", "fill b buy 103.0", "halt"])
    try script.mark(orders: [exit("y", of: "b"), entry("c")])
    try script.mark()
    #expect(script.said == ["refusal c halted"])
    try script.mark()
    #expect(script.said.isEmpty && script.held == ["b"])
    try script.mark([word(.resume)])
    #expect(script.said == ["resume"])
    try script.mark()
    #expect(script.said == ["fill y sell 108.0"] && script.held.isEmpty)
  }

  @Test func `halted, entries that wait are refused`() throws {
    var script = try Script()
    var limit = entry("a")
    limit.price = 50
    limit.maxBars = 9
    limit.kind = .limit
    try script.mark(orders: [limit])
    try script.mark([word(.halt)])
    #expect(script.said == ["halt", "refusal a halted"] && script.mode == .halted)
  }

  @Test func `reducing lets exits through, and no entry`() throws {
    var script = try Script()
    try script.mark(orders: [entry("a")])
    try script.mark([word(.reduce)], orders: [exit("x", of: "a"), entry("b")])
    #expect(script.said == ["fill a buy 102.0", "reduce"])
    try script.mark()
    #expect(script.said == ["refusal b paused", "fill x sell 103.0"])
  }

  @Test func `a person's exit goes though it is halted, in place of one that waits`() throws {
    var script = try Script()
    try script.mark(orders: [entry("a")])
    try script.mark([word(.halt)], orders: [exit("x", of: "a")])
    try script.mark([word(.exit, "a")])
    #expect(script.said == ["exit", "order a by ann", "refusal x canceled"])
    try script.mark()
    #expect(script.said.count == 1 && script.said[0].hasPrefix("fill person-"))
    #expect(script.held.isEmpty && script.cash == Money(Price(10_020)))
    // Of what is not there nothing is ordered.
    try script.mark([word(.exit, "a")])
    #expect(script.said == ["exit"])
  }

  @Test func `a settlement is an exit at the price that is said`() throws {
    var script = try Script()
    try script.mark(orders: [entry("a")])
    try script.mark()
    try script.mark([word(.settle, "a")], price: 50)
    #expect(script.said.count == 3 && script.said[2].hasSuffix("sell 50.0"))
    #expect(script.held.isEmpty && script.cash == Money(Price(9_480)))
  }

  @Test func `a person takes back an order that waits`() throws {
    var script = try Script()
    var limit = entry("a")
    limit.price = 50
    limit.maxBars = 9
    limit.kind = .limit
    try script.mark(orders: [limit])
    try script.mark([word(.cancel, "a")])
    #expect(script.said == ["cancel", "refusal a canceled"])
    try script.mark([word(.cancel, "a")])
    #expect(script.said == ["cancel"])
  }
}
