import SFCore
import SFRisk
import SFTestSupport
import Testing

/// What is no order of this mark, or of nothing that is held, is refused whatever the rules say.
@Suite struct GateOrderTests {
  private static let ts: Timestamp = "2026-01-05T09:31:00.000Z"

  /// A gate that has seen a bar at 100 at `ts`, and holds one unit of position `p`.
  private func gate() throws -> RiskGate {
    var gate = RiskGate(
      try RiskRules(capital: 1_000, interval: Interval("1m"), rules: [], explains: true))
    var step = Step()
    let entry = order("1767605400000-1")
    for minute in [0, 1] as [Int64] {
      step.begin(Self.ts + (minute - 1) * 60_000)
      let interval = try #require(Interval("1m"))
      let series = step.series.index(of: Series(symbol: "AUSDT", interval: interval))
      step.take(Bar(series: series, open: 100, high: 100, low: 100, close: 100, volume: 1))
      let fill = Fill(
        id: "\(entry.id)-1", order: entry.id, symbol: "AUSDT", side: .buy, price: 100,
        quantity: 1, fee: 0, position: entry.id, liquidity: .taker, at: step.ts + -60_000)
      _ = try gate.take(&step, minute == 1 ? [.fill(fill)] : [])
      if minute == 0 { #expect(try gate.judge(entry, at: step.ts).approved != nil) }
    }
    return gate
  }

  private func order(
    _ id: String, _ change: (inout Order) -> Void = { _ in }
  ) -> Order {
    var order = Order(
      id: id, symbol: "AUSDT", side: .buy, quantity: 1, position: id, intent: .enter,
      reason: "test", reference: 100)
    change(&order)
    return order
  }

  private static let now = "1767605460000"

  @Test func `refuses what is forged`() throws {
    let held = "1767605400000-1"
    let exit = { (order: inout Order) in
      (order.intent, order.side, order.position) = (.exit, .sell, held)
    }
    let cases: [(Order, RefusalReason?)] = [
      (order("\(Self.now)-1"), nil), (order("mine-\(Self.now)-1"), nil),
      (order("\(Self.now)-1") { exit(&$0) }, nil),
      (order(held), .rule(.otherMark)), (order("\(Self.now)"), .rule(.otherMark)),
      (order("risk-\(Self.now)-1"), .rule(.knownID)),
      (order("\(Self.now)-1") { $0.quantity = 0 }, .rule(.tooSmall)),
      (order("\(Self.now)-1") { $0.reference = 99 }, .rule(.otherClose)),
      (order("\(Self.now)-1") { $0.symbol = "BUSDT" }, .market(.noMarket)),
      (order("\(Self.now)-1") { $0.position = held }, .rule(.otherPosition)),
      (
        order("\(Self.now)-1") {
          exit(&$0)
          $0.side = .buy
        }, .rule(.otherPosition)
      ),
      (
        order("\(Self.now)-1") {
          exit(&$0)
          $0.quantity = 2
        }, .rule(.moreThanHeld)
      ),
      (
        order("\(Self.now)-1") {
          exit(&$0)
          $0.position = "another"
        }, .data(.noPosition)
      ),
    ]
    for (order, reason) in cases {
      var gate = try gate()
      let answer = try gate.judge(order, at: Self.ts)
      #expect(answer.refusals.first?.reason == reason, "\(order)")
      #expect((answer.approved == nil) == (reason != nil), "\(order)")
      #expect(answer.refusals.allSatisfy { $0.by == "risk.order" })
    }
  }

  @Test func `an order is done once, also when it is given twice`() throws {
    var gate = try gate()
    let order = order("\(Self.now)-1")
    #expect(try gate.judge(order, at: Self.ts).approved != nil)
    #expect(try gate.judge(order, at: Self.ts).refusals.first?.reason == .rule(.knownID))
    let other = self.order("\(Self.now)-2") {
      ($0.intent, $0.side, $0.position) = (.exit, .sell, "1767605400000-1")
    }
    var again = other
    again.id = "\(Self.now)-3"
    #expect(try gate.judge(other, at: Self.ts).approved != nil)
    #expect(try gate.judge(again, at: Self.ts).refusals.first?.reason == .rule(.closing))
  }

  @Test func `takes back entries that wait, and no exits`() throws {
    var gate = try gate()
    let (entry, exit) = (
      order("\(Self.now)-1"),
      order("\(Self.now)-2") {
        ($0.intent, $0.side, $0.position) = (.exit, .sell, "1767605400000-1")
      }
    )
    for order in [entry, exit] { #expect(try gate.judge(order, at: Self.ts).approved != nil) }
    func cancel(_ order: Order) -> Cancel {
      Cancel(order: order.id, symbol: order.symbol, reason: "test")
    }
    #expect(gate.judge(cancel(entry), at: Self.ts)?.request.order == entry.id)
    #expect(gate.judge(cancel(exit), at: Self.ts) == nil)
  }

  @Test func `a person's exit is booked, and a fill of nobody's order is an error`() throws {
    var gate = try gate()
    var step = Step()
    step.begin(Self.ts + 60_000)
    let order = order("person-1") {
      ($0.intent, $0.side, $0.position) = (.exit, .sell, "1767605400000-1")
      $0.by = "me"
    }
    let fill = Fill(
      id: "f", order: order.id, symbol: "AUSDT", side: .sell, price: 110, quantity: 1, fee: 1,
      position: order.position, liquidity: .taker, at: step.ts)
    _ = try gate.take(&step, [.order(order), .fill(fill)])
    #expect(gate.book.positions.isEmpty)
    #expect(gate.book.cash == Money(1_009 as Price))
    #expect(gate.book.closed.map(\.pnl) == [9])
    step.begin(Self.ts + 120_000)
    #expect(throws: StageError.self) { try gate.take(&step, [.fill(fill)]) }
  }
}
