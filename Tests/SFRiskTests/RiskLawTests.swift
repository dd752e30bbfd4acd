import SFCore
import SFRisk
import SFTestSupport
import Testing

/// What holds for every set of rules on every market.
@Suite struct RiskLawTests {
  private static let specs = [
    "position", "position:0.05,cut=no", "position:max_notional=90", "concentration",
    "exposure:1,0.4", "exposure:0.5", "correlation:window=30", "positions:3", "collar:0.02",
    "rate:2,5m", "turnover:0.6", "stale:1", "duplicate", "cooldown:3", "loss_streak:2",
    "low_profit:trips=1,pause=10m", "daily_loss:0.01", "drawdown:0.02,action=flatten,resume=bars=9",
    "drawdown:0.01", "equity_floor:990", "position_age:5", "symbols:pause=CUSDT",
  ]
  private static let lots = LotTable([
    .init(symbol: "AUSDT", lot: Lot(step: 0.1, tick: 0.05)),
    .init(symbol: "BUSDT", lot: Lot(step: 1, tick: 0.05)),
    .init(symbol: "CUSDT", lot: .finest),
  ])

  @Test func `cuts to the step, lets exits pass, and is monotone`() throws {
    var (cuts, passed, refused) = (0, 0, 0)
    for seed in 0..<400 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let specs = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        Self.specs[Int.random(in: Self.specs.indices, using: &random)]
      }
      var walk = try RandomRisk(specs, lots: Self.lots)
      for _ in 0..<60 {
        let asked = try walk.mark(&random)
        for order in asked {
          let before = walk.gate
          let answer = try walk.give(order)
          let place = "seed \(seed), \(specs), \(order)"
          guard order.intent == .enter else {
            #expect(answer.approved?.request == order, "\(place)")
            continue
          }
          try Self.checkCuts(order, answer, place)
          try Self.checkSmaller(order, answer, before, walk.ts, place)
          cuts += answer.refusals.contains { $0.quantity != nil } ? 1 : 0
          passed += answer.approved == nil ? 0 : 1
          refused += answer.approved == nil ? 1 : 0
        }
        walk.gate = try Checkpoint.resumed(walk.gate)
      }
    }
    // The walks meet what they are to show.
    #expect(cuts > 200 && passed > 2_000 && refused > 2_000, "\(cuts) \(passed) \(refused)")
  }

  private static func checkCuts(_ order: Order, _ answer: GateAnswer, _ place: String) throws {
    for refusal in answer.refusals { #expect(refusal.by.hasPrefix("risk."), "\(place)") }
    guard let approved = answer.approved?.request else {
      #expect(answer.refusals.count == 1 && answer.refusals[0].quantity == nil, "\(place)")
      return
    }
    let lot = try #require(lots.lot(of: order.symbol))
    #expect(approved.quantity > .zero && approved.quantity <= order.quantity, "\(place)")
    #expect(lot.down(approved.quantity) == approved.quantity, "\(place)")
    #expect((answer.refusals.last?.quantity ?? order.quantity) == approved.quantity, "\(place)")
  }

  /// A smaller order, in the same place, does not fail where a larger one passes.
  private static func checkSmaller(
    _ order: Order, _ answer: GateAnswer, _ before: RiskGate, _ ts: Timestamp, _ place: String
  ) throws {
    guard let approved = answer.approved?.request else { return }
    let lot = try #require(lots.lot(of: order.symbol))
    var (gate, smaller) = (before, order)
    smaller.quantity = lot.down(Quantity(units: approved.quantity.units / 2))
    guard smaller.quantity > .zero else { return }
    let other = try gate.judge(smaller, at: ts)
    #expect(other.approved?.request.quantity == smaller.quantity, "\(place)")
  }
}

/// A gate, three symbols on a walk, and a venue that fills at the next open.
private struct RandomRisk {
  var gate: RiskGate
  private(set) var ts: Timestamp = "2026-01-05T22:00:00.000Z"
  private var step = Step()
  private var waiting: [Order] = []
  private var canceled: [Cancel] = []
  private var prices: [Int64] = [100, 20, 3]
  private static let symbols: [Symbol] = ["AUSDT", "BUSDT", "CUSDT"]

  init(_ specs: [String], lots: LotTable) throws {
    gate = RiskGate(
      try RiskRules(
        capital: 1_000, interval: Interval("1m"), lots: lots,
        rules: specs.map { try riskRuleCatalog.make($0).0 }, explains: true))
  }

  /// A mark, and what the trader then asks for.
  mutating func mark(_ random: inout SeededGenerator) throws -> [Order] {
    ts = ts + 300_000
    step.begin(ts)
    for (index, symbol) in Self.symbols.enumerated()
    where UInt8.random(in: 0..<8, using: &random) > 0 {
      prices[index] = max(1, prices[index] + Int64.random(in: -4...4, using: &random))
      let interval = try #require(Interval("1m"))
      let series = step.series.index(of: Series(symbol: symbol, interval: interval))
      let price = Price(integerLiteral: prices[index])
      step.take(
        Bar(series: series, open: price, high: price, low: price, close: price, volume: 1))
    }
    let turn = try gate.take(&step, answers()) ?? GateTurn()
    canceled = turn.cancels.map(\.request)
    waiting += turn.orders.map(\.request)
    return asked(&random)
  }

  mutating func give(_ order: Order) throws -> GateAnswer {
    let answer = try gate.judge(order, at: ts)
    if let approved = answer.approved { waiting.append(approved.request) }
    return answer
  }

  private func asked(_ random: inout SeededGenerator) -> [Order] {
    var orders: [Order] = []
    for position in gate.book.positions
    where !position.isClosing && UInt8.random(in: 0..<6, using: &random) == 0 {
      orders.append(
        Order(
          id: "\(ts.milliseconds)-\(orders.count + 1)", symbol: position.symbol,
          side: position.direction.exitSide, quantity: position.quantity, position: position.id,
          intent: .exit, reason: "test", reference: 1))
    }
    for symbol in Self.symbols where Bool.random(using: &random) {
      guard let series = gate.market.markets.series(of: symbol) else { continue }
      let id = "\(ts.milliseconds)-\(orders.count + 1)"
      orders.append(
        Order(
          id: id, symbol: symbol, side: .random(using: &random) ? .buy : .sell,
          quantity: Quantity(integerLiteral: Int64.random(in: 1...9, using: &random)),
          position: id, intent: .enter, reason: "test",
          reference: gate.market.markets.closes[series]))
    }
    return orders
  }

  /// Every order whose symbol has a bar fills, in one part or two.
  private mutating func answers() -> [Answer] {
    var answers: [Answer] = []
    for cancel in canceled {
      waiting.removeAll { $0.id == cancel.order }
      answers.append(
        .refusal(
          Refusal(
            symbol: cancel.symbol, by: "venue", reason: "canceled",
            subject: .order(cancel.order))))
    }
    for order in waiting {
      guard let bar = step.bars.first(where: { step.series[$0.series].symbol == order.symbol })
      else { continue }
      answers.append(
        .fill(
          Fill(
            id: order.id + "-1", order: order.id, symbol: order.symbol, side: order.side,
            price: bar.open, quantity: order.quantity, fee: 0.01, position: order.position,
            liquidity: .taker, at: ts + -60_000)))
    }
    waiting.removeAll { order in
      step.bars.contains { step.series[$0.series].symbol == order.symbol }
    }
    return answers
  }
}
