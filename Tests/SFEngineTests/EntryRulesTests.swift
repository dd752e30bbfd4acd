import SFCore
import SFEngine
import SFStrategy
import SFTestSupport
import Testing

/// How a signal becomes an entry: aggregator, filters, caps, order.
@Suite struct EntryRulesTests {
  private func aggregator(_ spec: String) throws -> any Aggregator {
    try aggregatorCatalog.make(spec).0
  }

  private func filters(_ specs: String...) throws -> EntryFilters {
    EntryFilters(
      try specs.map { .init(try filterCatalog.make($0).0) })
  }

  private func refusals(_ trader: StageDriver) -> [String] {
    trader.refusals.map { refusal in
      let subject =
        switch refusal.subject {
        case .signal(let detector): detector
        case .order: refusal.quantity?.description ?? "order"
        }
      return "\(refusal.by) \(refusal.reason): \(subject)"
    }
  }

  @Test func `votes that carry are one order, and each that loses is a refusal`() throws {
    var trader = StageDriver(
      try configuration(
        entries: EntryRules(
          aggregator: try aggregator("majority"), electorate: Electorate(quorum: 3))))
    try trader.step(
      0, [.bar(100, 100)],
      [
        .init(direction: .rise, detector: "c"), .init(direction: .fall, detector: "b"),
        .init(direction: .rise, detector: "a"),
      ])
    #expect(trader.orders.map(\.reason) == ["majority(a,c)"])
    #expect(trader.orders.map(\.detector) == ["majority(a,c)"])
    #expect(refusals(trader) == ["majority outvoted: b"])
  }

  @Test(
    arguments: [
      ("majority", 3, ["1m rise", "5m rise"], []),  // one of three
      ("unanimous", 2, ["1m rise", "5m rise"], []),  // one of two
      ("unanimous", 1, ["1m rise", "5m rise"], ["unanimous(a)"]),
      ("unanimous", 1, ["1m rise", "5m fall"], []),  // it does not agree with itself
      ("weighted:threshold=1.5", 1, ["1m rise", "5m rise", "1h rise"], []),  // a mean
    ] as [(String, Int, [String], [String])])
  func `a detector on several intervals has one vote`(
    spec: String, quorum: Int, signals: [String], reasons: [String]
  ) throws {
    var trader = StageDriver(
      try configuration(
        entries: EntryRules(
          aggregator: try aggregator(spec), electorate: Electorate(quorum: quorum))))
    try trader.step(
      0, [.bar(100, 100)],
      signals.map { text in
        let words = text.split(separator: " ").map(String.init)
        return .init(
          interval: words[0], direction: words[1] == "rise" ? .rise : .fall, detector: "a")
      })
    #expect(trader.orders.map(\.reason) == reasons)
    // Each signal ends with the order, or as a refusal.
    #expect(trader.refusals.count == (reasons.isEmpty ? signals.count : 0))
  }

  @Test func `what the aggregator lets through can still be refused, once for each signal`() throws
  {
    var trader = StageDriver(
      try configuration(
        entries: EntryRules(
          aggregator: try aggregator("unanimous"), electorate: Electorate(quorum: 2))
      ))
    try trader.step(
      0, [.bar(100, 100)],
      [.init(direction: .fall, detector: "a"), .init(direction: .fall, detector: "b")])
    #expect(
      refusals(trader) == ["strategy shorts not allowed: a", "strategy shorts not allowed: b"])
  }

  @Test func `the exit signal acts on what the aggregator lets through`() throws {
    var trader = StageDriver(
      try configuration(
        fill: .close,
        entries: EntryRules(
          aggregator: try aggregator("majority"), electorate: Electorate(quorum: 2)),
        exits: ["signal"]))
    let both = { (direction: SignalDirection) in
      [
        StageDriver.Call(direction: direction, detector: "a"),
        .init(direction: direction, detector: "b"),
      ]
    }
    try trader.step(0, [.bar(100, 100)], both(.rise))
    try trader.step(1, [.bar(100, 100)], [.init(direction: .fall, detector: "a")])
    #expect(trader.fills.count == 1, "one of two is no majority")
    try trader.step(2, [.bar(100, 100)], both(.fall))
    #expect(trader.positions.last?.closing?.exitReason == "signal")
  }

  @Test func `filters see the state before the first entry of the mark`() throws {
    var trader = StageDriver(
      try configuration(
        fill: .close, entries: EntryRules(filters: try filters("price_distance:pct=0.5")),
        perSymbol: 9))
    try trader.step(
      0, [.bar(100, 100)],
      [.init(direction: .rise, detector: "a"), .init(direction: .rise, detector: "b")])
    #expect(trader.orders.count == 2)
    try trader.step(1, [.bar(100, 100)], [.init(direction: .rise)])
    #expect(refusals(trader) == ["price_distance too_near: test"])
  }

  @Test func `a cooldown follows the exit of its own mark`() throws {
    var trader = StageDriver(
      try configuration(
        fill: .close, entries: EntryRules(filters: try filters("cooldown:bars=2,after=any")),
        exits: ["time:max_bars=1"]))
    let call = [StageDriver.Call(direction: .rise)]
    for minute in 0..<5 { try trader.step(minute, [.bar(100, 100)], call) }
    // In at 0, out at 1 and refused there, refused at 2, in again at 3, out at 4.
    #expect(trader.fills.map(\.side) == [.buy, .sell, .buy, .sell])
    #expect(refusals(trader) == Array(repeating: "cooldown after_exit: test", count: 3))
  }

  @Test func `each cap that binds is said, in order`() throws {
    var trader = StageDriver(
      try configuration(
        capital: 1_000, size: "fixed_notional:900",
        entries: EntryRules(caps: Caps(position: 0.5, symbol: 0.4, exposure: 0.7)), perSymbol: 9))
    try trader.step(
      0, [.bar(10, 10), .bar(10, 10, "ETHUSDT")],
      [.init(direction: .rise), .init(symbol: "ETHUSDT", direction: .rise)])
    #expect(trader.orders.map(\.quantity) == [40, 30])
    #expect(
      refusals(trader) == [
        "cap max_position_pct: 50.0", "cap max_symbol_pct: 40.0",
        "cap max_position_pct: 50.0", "cap max_symbol_pct: 40.0", "cap max_exposure: 30.0",
      ])
    try trader.step(1, [.bar(10, 10)], [.init(direction: .rise)])
    #expect(refusals(trader).last == "cap max_symbol_pct: test", "nothing is left")
  }

  @Test(
    arguments: [
      (EntryOrder.symbol, ["A", "B"]), (.strength, ["C", "B"]), (.probability, ["B", "A"]),
    ])
  func `who comes first when slots are scarce`(order: EntryOrder, symbols: [Symbol]) throws {
    var trader = StageDriver(try configuration(entries: EntryRules(order: order), maxPositions: 2))
    try trader.step(
      0, [.bar(10, 10, "A"), .bar(10, 10, "B"), .bar(10, 10, "C")],
      [
        .init(symbol: "A", direction: .rise, strength: 0.1),
        .init(symbol: "B", direction: .rise, strength: 0.2, probability: 0.6),
        .init(symbol: "C", direction: .rise, strength: 0.3),
      ])
    #expect(trader.orders.map(\.symbol) == symbols)
    #expect(trader.refusals.map(\.reason) == ["max_positions"])
  }

  @Test func `a needed quorum that nobody gave is an error at start`() throws {
    var stage = TradingStage(
      try configuration(entries: EntryRules(aggregator: try aggregator("majority"))))
    var step = Step()
    #expect(throws: StageError.self) { try stage.bind(Header(), &step) }
    let detect = StageEntry(
      name: "sf-detect", version: "1", config: [Setting("names", ["a", "b"])])
    try stage.bind(Header(stages: [detect, detect]), &step)
  }

  @Test func `an unknown interval has no bars a year unless they are given`() throws {
    var step = Step()
    step.begin(StageDriver.start)
    let interval = try #require(Interval("100t"))
    let series = step.series.index(of: Series(symbol: "A", interval: interval))
    step.take(Bar(series: series, open: 1, high: 1, low: 1, close: 1, volume: nil))
    _ = step.columns.add("ret_std_20")
    var stage = TradingStage(try configuration(size: "volatility_target"))
    #expect(throws: StageError.self) { try stage.bind(Header(), &step) }
    var told = TradingStage(
      try configuration(
        size: "volatility_target",
        entries: EntryRules(calendar: TradingCalendar(daysPerYear: 252, barsPerDay: 40))))
    try told.bind(Header(), &step)
    #expect(TradingCalendar(daysPerYear: 252).barsPerYear(.minute) == 362_880.0)
    let stocks = TradingCalendar(daysPerYear: 252, market: .us(.utc))
    #expect(abs((stocks.barsPerYear(.minute) ?? 0) - 252 * 390) < 1e-6)
    #expect(stocks.barsPerYear(.month) == 12 && TradingCalendar().barsPerYear(.month) == 12)
    #expect(Interval("1w").flatMap(stocks.barsPerYear) == 365.0 / 7)
    #expect(Interval("1d").flatMap(stocks.barsPerYear) == 252)
  }
}
