import SFBroker
import SFCore
import SFEngine
import SFTestSupport
import Testing

/// What must hold for every strategy on every market, to the last digit.
@Suite struct LedgerTests {
  @Test func `the ledger agrees on random strategies and markets`() throws {
    for seed in 0..<700 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let rules = try Self.configuration(&random)
      var trader = Trader(rules)
      var signals = 0
      try Self.play(&trader, &random, steps: 120, &signals) { trader in
        try Self.check(trader, rules, "seed \(seed)")
      }
      try trader.finish()
      try Self.check(trader, rules, "seed \(seed) at the end")
      let refused = trader.refusals.count { if case .signal = $0.subject { true } else { false } }
      let accepted = trader.orders.filter { $0.intent == .enter }
        .reduce(0) { $0 + $1.reason.split(separator: ",").count }
      #expect(refused + accepted == signals, "seed \(seed): every signal ends once")
      Self.checkPositions(trader, seed)
    }
  }

  /// Stops and resumes at every step: a checkpoint must not change what is written.
  @Test func `survives being checkpointed`() throws {
    for seed in 0..<60 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let rules = try Self.configuration(&random)
      var (plain, resumed) = (Trader(rules), Trader(rules))
      var (one, two) = (random, random)
      var signals = 0
      try Self.play(&plain, &one, steps: 60, &signals) { _ in }
      try Self.play(&resumed, &two, steps: 60, &signals) { trader in
        trader.stage = try #require(try InMemory.resumed(trader.stage) as? TradingStage)
      }
      #expect(plain.fills == resumed.fills, "seed \(seed)")
      #expect(plain.refusals == resumed.refusals, "seed \(seed)")
      #expect(plain.positions == resumed.positions, "seed \(seed)")
      #expect(plain.equities.map(\.equity) == resumed.equities.map(\.equity), "seed \(seed)")
    }
  }

  private static func configuration(
    _ random: inout SeededGenerator
  ) throws -> TradingConfiguration {
    let exits = [[], ["tp_sl"], ["time:max_bars=3", "signal"], ["signal", "tp_sl:0.01,0.01"]]
    return try SFEngineTests.configuration(
      capital: 1_000, fill: Bool.random(using: &random) ? .close : .nextOpen,
      fee: [0, 0.001, 0.0333].randomElement(using: &random)!,
      slippage: [0, 0.0005, 0.0123].randomElement(using: &random)!,
      size: RandomEntries.sizers.randomElement(using: &random)!,
      entries: try RandomEntries.rules(&random), exits: exits.randomElement(using: &random)!,
      allowShort: Bool.random(using: &random), perSymbol: .random(in: 1...3, using: &random),
      maxPositions: Bool.random(using: &random) ? nil : 2,
      minNotional: Bool.random(using: &random) ? 0 : 50,
      closeAtEnd: Bool.random(using: &random))
  }

  /// Three symbols on a walk with gaps; each may lack a bar.
  private static func play(
    _ trader: inout Trader, _ random: inout SeededGenerator, steps: Int, _ signals: inout Int,
    _ after: (inout Trader) throws -> Void
  ) throws {
    let symbols: [Symbol] = ["AAA", "BBB", "CCC"]
    var closes = [100.0, 0.0003, 45_000]
    for minute in 0..<steps {
      var quotes: [Trader.Quote] = []
      var calls: [Trader.Call] = []
      for (index, symbol) in symbols.enumerated() {
        let open = closes[index] * Double.random(in: 0.97...1.03, using: &random)
        closes[index] = open * Double.random(in: 0.97...1.03, using: &random)
        if UInt8.random(in: 0..<10, using: &random) > 0 {
          quotes.append(
            .bar(Price(floatLiteral: open), Price(floatLiteral: closes[index]), symbol))
        }
        calls += RandomEntries.calls(symbol, &random)
      }
      signals += calls.count
      try trader.step(minute, quotes, calls)
      try after(&trader)
    }
  }

  /// Cash from the fills alone, the slow and obvious way.
  private static func check(
    _ trader: Trader, _ rules: TradingConfiguration, _ place: String
  ) throws {
    var cash = Money(rules.capital)
    for fill in trader.fills {
      let notional = fill.price * fill.quantity
      cash = fill.side == .buy ? cash - notional : cash + notional
      cash -= Money(fill.fee)
    }
    #expect(trader.stage.book.cash == cash, "\(place)")
    if !rules.allowShort { #expect(cash >= .zero, "\(place): negative cash") }
    if let last = trader.equities.last?.equity {
      #expect(last.openPositions == trader.stage.book.positions.count, "\(place)")
    }
  }

  /// Every position is opened once and closed at most once, and no order stands alone.
  private static func checkPositions(_ trader: Trader, _ seed: UInt64) {
    let opened = trader.positions.filter { $0.status == .open }.map(\.id)
    let closed = trader.positions.filter { $0.status == .closed }.map(\.id)
    #expect(Set(opened).count == opened.count, "seed \(seed)")
    #expect(Set(closed).count == closed.count, "seed \(seed)")
    #expect(Set(closed).isSubset(of: opened), "seed \(seed)")
    #expect(Set(trader.orders.map(\.id)).count == trader.orders.count, "seed \(seed)")
    for order in trader.orders where order.intent == .exit {
      #expect(opened.contains(order.position), "seed \(seed)")
    }
    let ends = trader.fills.map(\.order)
    #expect(Set(ends).count == ends.count, "seed \(seed): an order fills once")
  }
}
