import SFCore
import SFEngine
import SFStrategy
import SFTestSupport
import Testing

/// A book that goes on in another run: with the same text, and shown the same market, it is that of
/// one run that never stopped.
@Suite struct CarryTests {
  private static let columns = ["atr_14"]
  private typealias Minute = (quotes: [StageDriver.Quote], calls: [StageDriver.Call])

  /// A strategy and a market; `nil` for a strategy that remembers its past equity, which lines do
  /// not tell.
  private func scene(_ seed: UInt64) throws -> (TradingConfiguration, [Minute])? {
    var random = SeededGenerator(seed: seed)
    let rules = try RandomStrategy.configuration(&random)
    let filters = rules.trader.entries.filters.members.map(\.name)
    guard !filters.contains(where: { $0.contains("drawdown") }) else { return nil }
    var market = RandomMarket()
    return (rules, (0..<60).map { _ in market.next(&random) })
  }

  private func header(_ rules: TradingConfiguration) -> Header {
    Header(stages: [
      StageEntry(
        name: "sf-strategy", version: "0",
        config: [Setting("capital", amount: rules.trader.conditions.capital)])
    ])
  }

  /// The same strategy, behind what a run has left.
  private func going(
    on book: CarriedBook, _ rules: TradingConfiguration
  ) -> TradingConfiguration {
    var rules = rules
    rules.carried = book
    rules.trader.conditions.capital = book.equity
    rules.venue.conditions.capital = book.equity
    rules.trader.tradeFrom = book.lastMark
    return rules
  }

  /// Runs over some minutes, which a reading follows.
  private func run(
    _ rules: TradingConfiguration, _ minutes: Range<Int>, _ market: [Minute],
    behind before: CarriedBook? = nil
  ) throws -> StageDriver {
    var driver = StageDriver(rules, columns: Self.columns)
    driver.reading = try CarryReading(header(rules), behind: before)
    for minute in minutes { try driver.step(minute, market[minute].quotes, market[minute].calls) }
    return driver
  }

  /// Whether nothing is under way that a run which stops would not go on with.
  private func isQuiet(_ driver: StageDriver) -> Bool {
    let book = driver.stage.trader.book
    return !book.hasEntries && !book.positions.contains(where: \.isClosing)
  }

  private func compare(
    _ divided: StageDriver, _ whole: StageDriver, behind split: Timestamp, _ place: String
  ) {
    func isLater(_ id: String) -> Bool {
      Int64(id.split(separator: "-")[0]) ?? 0 > split.milliseconds
    }
    #expect(divided.orders == whole.orders.filter { isLater($0.id) }, "\(place): orders")
    #expect(divided.fills == whole.fills.filter { isLater($0.order) }, "\(place): fills")
    let closed = divided.positions.filter { $0.status == .closed }
    let wanted = whole.positions.filter { $0.status == .closed }.suffix(closed.count)
    #expect(closed == Array(wanted), "\(place): positions")
    let (book, other) = (divided.stage.trader.book, whole.stage.trader.book)
    #expect(book.cash == other.cash, "\(place): cash")
    #expect(book.positions == other.positions, "\(place): open positions")
    #expect(divided.stage.account.cash == book.cash, "\(place): the venue's cash")
    #expect(divided.equities.last?.equity.drawdown == whole.equities.last?.equity.drawdown)
  }

  @Test func `a run that is divided has the orders, fills and cash of the whole`() throws {
    var (splits, carried, trips) = (0, 0, 0)
    for seed in 0..<400 as Range<UInt64> {
      guard let (rules, market) = try scene(seed) else { continue }
      let whole = try run(rules, 0..<60, market)
      for split in [12, 25, 40] {
        let first = try run(rules, 0..<split, market)
        guard isQuiet(first), let left = first.reading?.book else { continue }
        #expect(left.cash == first.stage.trader.book.cash, "seed \(seed)")
        let second = try run(going(on: left, rules), 0..<60, market, behind: left)
        compare(second, whole, behind: StageDriver.time(split - 1), "seed \(seed) at \(split)")
        splits += 1
        carried += left.positions.count
        trips += left.roundTrips.count
      }
    }
    #expect(splits > 150 && carried > 100 && trips > 300, "\(splits) \(carried) \(trips)")
  }

  /// A run that had carried over itself is carried over, too.
  @Test func `a run may be divided many times`() throws {
    var carried = 0
    for seed in 1_000..<1_200 as Range<UInt64> {
      guard let (rules, market) = try scene(seed) else { continue }
      let whole = try run(rules, 0..<60, market)
      var left: CarriedBook?
      var last = StageDriver(rules)
      for split in [10, 20, 33, 47, 60] {
        let text = left.map { going(on: $0, rules) } ?? rules
        let part = try run(text, 0..<split, market, behind: left)
        guard split == 60 || isQuiet(part) else { continue }
        #expect(part.reading?.book.cash == part.stage.trader.book.cash, "seed \(seed)")
        left = part.reading?.book
        last = part
        carried += left?.positions.count ?? 0
      }
      #expect(last.stage.trader.book.cash == whole.stage.trader.book.cash, "seed \(seed)")
      #expect(last.stage.trader.book.positions == whole.stage.trader.book.positions)
    }
    #expect(carried > 50, "\(carried)")
  }

  @Test func `it survives being checkpointed while it learns`() throws {
    for seed in 0..<100 as Range<UInt64> {
      guard let (rules, market) = try scene(seed) else { continue }
      let first = try run(rules, 0..<25, market)
      guard let left = first.reading?.book else { continue }
      let text = going(on: left, rules)
      let plain = try run(text, 0..<60, market, behind: left)
      var resumed = StageDriver(text, columns: Self.columns)
      for (minute, (quotes, calls)) in market.enumerated() {
        try resumed.step(minute, quotes, calls)
        resumed.stage = try Checkpoint.resumed(resumed.stage)
      }
      #expect(plain.orders == resumed.orders && plain.positions == resumed.positions)
      #expect(plain.stage.trader.book.cash == resumed.stage.trader.book.cash, "seed \(seed)")
    }
  }

  /// Without the market before, entry prices, times and cash stay; what rules would have learned
  /// they do not know.
  @Test func `a market that begins behind the run is enough`() throws {
    var carried = 0
    for seed in 0..<300 as Range<UInt64> {
      guard let (rules, market) = try scene(seed) else { continue }
      let first = try run(rules, 0..<30, market)
      guard let left = first.reading?.book else { continue }
      let second = try run(going(on: left, rules), 30..<60, market, behind: left)
      let said = second.positions.filter { $0.status == .open }.prefix(left.positions.count)
      guard said.count == left.positions.count, !second.equities.isEmpty else { continue }
      carried += said.count
      let before = first.stage.trader.book.positions
      #expect(said.map(\.id).sorted() == before.map(\.id).sorted(), "seed \(seed)")
      for change in said {
        let position = before.first { $0.id == change.id }
        #expect(change.entryPrice == position?.entryPrice && change.quantity == position?.quantity)
        #expect(change.entryTime == position?.entryTime)
      }
      let moved = second.fills.reduce(left.cash) { cash, fill in
        let notional = fill.price * fill.quantity
        return cash + (fill.side == .buy ? -notional : notional) - Money(fill.fee)
      }
      #expect(second.stage.trader.book.cash == moved, "seed \(seed)")
      #expect(second.stage.account.cash == moved, "seed \(seed)")
    }
    #expect(carried > 50, "\(carried)")
  }

  @Test func `up to the mark from which on it trades it says nothing`() throws {
    for seed in 0..<100 as Range<UInt64> {
      guard let (plain, market) = try scene(seed) else { continue }
      var rules = plain
      rules.trader.tradeFrom = StageDriver.time(29)
      var driver = try run(rules, 0..<30, market)
      try driver.finish()
      #expect(driver.orders.isEmpty && driver.refusals.isEmpty && driver.equities.isEmpty)
      #expect(driver.positions.isEmpty && driver.fills.isEmpty)
      let late = try run(rules, 0..<60, market)
      #expect(late.equities.first?.ts == StageDriver.time(30), "seed \(seed)")
    }
  }

  // MARK: What cannot be carried over

  @Test func `lines of no strategy are refused, and fees whose worth they do not say`() throws {
    let (rules, market) = try #require(try scene(1))
    #expect(throws: StageError.self) { try CarryReading(Header(), behind: nil) }
    var reading = try CarryReading(header(rules), behind: nil)
    var step = Step()
    step.begin(StageDriver.time(1))
    let order = Order(
      id: "1-1", symbol: "BTCUSDT", side: .buy, quantity: 1, position: "1-1", intent: .enter,
      reason: "a", reference: 100)
    var fill = Fill(
      id: "1-1-1", order: "1-1", symbol: "BTCUSDT", side: .buy, price: 100, quantity: 1, fee: 0.1,
      feeAsset: "BNB", position: "1-1", liquidity: .taker, at: StageDriver.time(0))
    step.take(order)
    step.take(fill)
    #expect(throws: StageError.self) { try reading.take(step) }
    // A fee in the asset itself makes the position smaller, and costs no cash.
    fill.feeAsset = "BTC"
    step.begin(StageDriver.time(1))
    step.take(order)
    step.take(fill)
    reading = try CarryReading(header(rules), behind: nil)
    try reading.take(step)
    #expect(reading.book.cash == Money(rules.trader.conditions.capital) - Money(100 as Price))
    var second = StageDriver(going(on: reading.book, rules), columns: Self.columns)
    try second.step(2, [.bar(100, 100)])
    #expect(second.positions.first?.quantity == 0.9)
    _ = market
  }

  @Test func `a fill of a position that no line opened is refused`() throws {
    let (rules, _) = try #require(try scene(1))
    var reading = try CarryReading(header(rules), behind: nil)
    var step = Step()
    step.begin(StageDriver.time(1))
    step.take(
      Fill(
        id: "1-1-1", order: "1-1", symbol: "BTCUSDT", side: .sell, price: 100, quantity: 1, fee: 0,
        position: "0-1", liquidity: .taker, at: StageDriver.time(0)))
    #expect(throws: StageError.self) { try reading.take(step) }
  }
}
