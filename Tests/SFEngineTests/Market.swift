import SFCore
import SFEngine
import SFStrategy
import SFTestSupport
import Testing

/// Drives a trading stage with steps made by a test and keeps all that it wrote.
struct StageDriver {
  var stage: TradingStage
  private var step = Step()
  private(set) var orders: [Order] = []
  private(set) var fills: [Fill] = []
  private(set) var refusals: [Refusal] = []
  private(set) var positions: [PositionChange] = []
  private(set) var metrics: [Metrics] = []
  private(set) var equities: [(ts: Timestamp, equity: Equity)] = []

  /// What reads the lines beside; `nil` for nobody.
  var reading: CarryReading?

  private var isBound = false

  static let start: Timestamp = "2026-01-05T09:30:00.000Z"

  init(_ configuration: TradingConfiguration, columns: [String] = []) {
    stage = TradingStage(configuration)
    for column in columns { _ = step.columns.add(column) }
  }

  /// One bar of a symbol.
  struct Quote {
    var symbol: Symbol = "BTCUSDT"
    var interval = "1m"
    var open: Price
    var high: Price
    var low: Price
    var close: Price
    var volume: Double? = 1
    /// The columns, in their order; those that are left out have no value.
    var values: [Double] = []
  }

  /// One signal of a symbol.
  struct Call {
    var symbol: Symbol = "BTCUSDT"
    var interval = "1m"
    var direction: SignalDirection
    var detector = "test"
    var strength = 1.0
    var probability: Double?
  }

  static func time(_ minute: Int) -> Timestamp { start + Int64(minute) * 60_000 }

  /// Hands over a step at a minute.
  mutating func step(_ minute: Int, _ quotes: [Quote], _ calls: [Call] = []) throws {
    step.begin(Self.time(minute))
    for quote in quotes {
      let interval = try #require(Interval(quote.interval))
      let series = step.series.index(of: Series(symbol: quote.symbol, interval: interval))
      let bar = Bar(
        series: series, open: quote.open, high: quote.high, low: quote.low, close: quote.close,
        volume: quote.volume)
      step.take(bar)
      let row = step.row(of: series)
      for (column, value) in quote.values.enumerated() {
        step.values[row * step.width + column] = value
      }
    }
    if !isBound, !quotes.isEmpty { try stage.bind(Header(), &step) }
    isBound = isBound || !quotes.isEmpty
    for call in calls {
      let interval = try #require(Interval(call.interval))
      let series = step.series.index(of: Series(symbol: call.symbol, interval: interval))
      step.take(
        Signal(
          series: series, detector: call.detector, direction: call.direction,
          strength: call.strength, probability: call.probability))
    }
    let before = step.signals.count
    try stage.update(&step)
    #expect(step.signals.count == before)
    keep()
    try reading?.take(step)
  }

  mutating func finish() throws {
    step.begin(step.ts)
    try stage.finish(&step)
    keep()
  }

  private mutating func keep() {
    orders += step.orders
    fills += step.fills
    refusals += step.refusals
    positions += step.positions
    metrics += step.metrics
    equities += step.equities.map { (step.ts, $0) }
  }
}

extension StageDriver.Quote {
  /// A bar that opens, closes, and goes no further.
  static func bar(_ open: Price, _ close: Price, _ symbol: Symbol = "BTCUSDT") -> Self {
    Self(
      symbol: symbol, open: open, high: max(open, close), low: min(open, close), close: close)
  }

  /// `open high low close`, then the volume if it is not 1.
  static func ohlc(_ text: String, _ symbol: Symbol = "BTCUSDT") throws -> Self {
    let words = text.split(separator: " ").map(String.init)
    let prices = try words.prefix(4).map { try #require(Price($0)) }
    return Self(
      symbol: symbol, open: prices[0], high: prices[1], low: prices[2], close: prices[3],
      volume: words.count > 4 ? Double(words[4]) : 1)
  }
}

/// A configuration with what a test wants to say.
func configuration(
  capital: Price = 10_000, fill: FillModel = .nextOpen, fee: Ratio = 0, slippage: Ratio = 0,
  maker: Ratio? = nil, size: String = "fixed_notional:1000", entries: EntryRules = EntryRules(),
  orders: OrderRules = OrderRules(), exits: [String] = [], allowShort: Bool = false,
  perSymbol: Int = 1, maxPositions: Int? = nil, minNotional: Price = 0, closeAtEnd: Bool = false,
  explains: Bool = false, writesMetrics: Bool = false, writesMemory: Bool = false
) throws -> TradingConfiguration {
  TradingConfiguration(
    capital: capital, fill: fill,
    costs: try Costs(slippage: slippage, makerFee: maker ?? fee, takerFee: fee),
    sizer: try sizerCatalog.make(size).0,
    entries: entries, orders: orders,
    exits: ExitRules(
      try exits.map { try exitCatalog.make($0).0 }),
    allowShort: allowShort, maxPositionsPerSymbol: perSymbol, maxPositions: maxPositions,
    minNotional: minNotional, closeAtEnd: closeAtEnd, explains: explains,
    writesMetrics: writesMetrics, writesMemory: writesMemory)
}

/// Orders with what a test wants to say.
func orders(
  entry: String = "market", _ trigger: ExitTrigger = .close, lots: LotTable? = nil,
  participation: Ratio? = nil, maxWait: Int64? = nil
) throws -> OrderRules {
  OrderRules(
    entry: try entryCatalog.make(entry).0, exitTrigger: trigger,
    lots: lots, maxParticipation: participation, maxWait: maxWait)
}
