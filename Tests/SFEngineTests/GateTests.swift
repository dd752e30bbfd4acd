import SFCore
import SFEngine
import SFRisk
import SFStrategy
import SFTestSupport
import Testing

/// Trader, gate and venue as three values that take turns in one process.
@Suite struct GateTests {
  private func rules(
    _ specs: [String], _ configuration: TradingConfiguration
  ) throws -> RiskRules {
    let conditions = configuration.trader.conditions
    return try RiskRules(
      capital: conditions.capital, interval: conditions.interval, lots: conditions.lots,
      rules: specs.map { try riskRuleCatalog.make($0).0 })
  }

  /// A random strategy of those that a gate can stand behind.
  private func strategy(_ random: inout SeededGenerator) throws -> TradingConfiguration {
    while true {
      let configuration = try RandomStrategy.configuration(&random)
      let trader = configuration.trader
      if trader.conditions.fill == .nextOpen, trader.exitTrigger == .close, !trader.closeAtEnd {
        return configuration
      }
    }
  }

  private static let specs = [
    "position:0.05", "concentration", "exposure:0.5", "correlation", "positions:2", "rate:3,5m",
    "cooldown:3", "loss_streak:2", "drawdown:0.03,action=flatten,resume=bars=10", "position_age:4",
    "daily_loss:0.02,action=flatten", "equity_floor:950",
  ]

  @Test func `the books of trader, gate and venue agree to the last digit`() throws {
    var (exits, refusals) = (0, 0)
    for seed in 0..<500 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var configuration = try strategy(&random)
      let specs = (0..<Int.random(in: 0...4, using: &random)).map { _ in
        Self.specs[Int.random(in: Self.specs.indices, using: &random)]
      }
      configuration.gate = try rules(specs, configuration)
      var (driver, resumed) = (
        StageDriver(configuration, columns: ["atr_14"]),
        StageDriver(configuration, columns: ["atr_14"])
      )
      var market = RandomMarket()
      for minute in 0..<60 {
        let (quotes, calls) = market.next(&random)
        try driver.step(minute, quotes, calls)
        try resumed.step(minute, quotes, calls)
        resumed.stage = try Checkpoint.resumed(resumed.stage)
        check(driver.stage, "seed \(seed), minute \(minute), \(specs)")
      }
      #expect(driver.fills == resumed.fills && driver.refusals == resumed.refusals, "seed \(seed)")
      exits += driver.orders.count { $0.by == "sf-risk" }
      refusals += driver.refusals.count { $0.by.hasPrefix("risk.") }
    }
    // The runs meet what they are to show.
    #expect(exits > 100 && refusals > 500, "\(exits) \(refusals)")
  }

  private func check(_ stage: TradingStage, _ place: String) {
    guard let gate = stage.gate else {
      Issue.record("no gate")
      return
    }
    #expect(gate.book.cash == stage.trader.book.cash, "\(place)")
    #expect(gate.book.cash == stage.account.cash, "\(place)")
    let held = stage.trader.book.positions
    #expect(gate.book.positions.map(\.id) == held.map(\.id), "\(place)")
    #expect(gate.book.positions.map(\.quantity) == held.map(\.quantity), "\(place)")
    #expect(
      Set(gate.book.positions.map(\.id)) == Set(stage.account.holdings.map(\.position)), "\(place)")
  }

  @Test func `an empty gate changes nothing`() throws {
    for seed in 0..<200 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var configuration = try strategy(&random)
      var plain = StageDriver(configuration, columns: ["atr_14"])
      configuration.gate = try rules([], configuration)
      var gated = StageDriver(configuration, columns: ["atr_14"])
      var market = RandomMarket()
      for minute in 0..<60 {
        let (quotes, calls) = market.next(&random)
        try plain.step(minute, quotes, calls)
        try gated.step(minute, quotes, calls)
      }
      try plain.finish()
      try gated.finish()
      #expect(plain.orders == gated.orders, "seed \(seed)")
      #expect(plain.fills == gated.fills, "seed \(seed)")
      #expect(plain.refusals == gated.refusals, "seed \(seed)")
      #expect(plain.positions == gated.positions, "seed \(seed)")
      #expect(plain.equities.map(\.equity) == gated.equities.map(\.equity), "seed \(seed)")
    }
  }

  /// All money is in one symbol when it falls by 40 %, a percent a bar.
  private func crash(_ specs: [String]) throws -> Double {
    var configuration = try configuration(fee: 0.001, slippage: 0.0005, size: "fixed_fraction:1")
    configuration.gate = try rules(specs, configuration)
    var driver = StageDriver(configuration)
    var price = 100.0
    for minute in 0..<60 {
      let open = price
      if minute > 1, price > 60 { price *= 0.99 }
      try driver.step(
        minute, [.bar(Price(floatLiteral: open), Price(floatLiteral: price))],
        minute == 0 || minute == 30 ? [.init(direction: .rise)] : [])
    }
    try driver.finish()
    return try #require(driver.equities.last).equity.equity.double
  }

  @Test func `a breaker ends a crash of 40 % above 85 %`() throws {
    let flattened = try crash(["drawdown:max=0.12,action=flatten"])
    #expect(flattened > 8_500 && flattened < 8_900, "\(flattened)")
    #expect(try crash([]) < 6_100)
  }

  @Test func `what fills at once has no place behind a gate`() throws {
    for changed in [
      try configuration(fill: .close), try configuration(orders: orders(.intrabar)),
      try configuration(closeAtEnd: true),
    ] {
      var configuration = changed
      configuration.gate = try rules(["position"], configuration)
      var driver = StageDriver(configuration)
      #expect(throws: StageError.self) { try driver.step(0, [.bar(100, 100)]) }
    }
  }
}
