import SFBroker
import SFCore
import SFEngine
import SFRisk
import SFStrategy
import SFTestSupport
import Testing

/// Trader and venue apart, as in two processes: they meet in the lines that each writes.
@Suite struct LoopTurnsTests {
  /// Hands the lines of the one to the other, mark by mark.
  private struct Loop {
    var trader: TraderStage
    var venue: VenueTurns
    private var signals = Step()
    private var market = Step()
    private var isBound = false
    private(set) var written: [String] = []
    private(set) var accounts: [Account] = []

    init(_ configuration: TradingConfiguration) {
      trader = TraderStage(configuration.trader)
      venue = VenueTurns(configuration.venue)
      _ = signals.columns.add("atr_14")
    }

    mutating func step(
      _ minute: Int, _ quotes: [StageDriver.Quote], _ calls: [StageDriver.Call]
    ) throws {
      market.begin(StageDriver.time(minute))
      signals.begin(StageDriver.time(minute))
      try quotes.fill(&market)
      try quotes.fill(&signals)
      try calls.fill(&signals)
      try venue.meet(&market)
      try venue.answer(&market)
      hear()
      if !isBound, !quotes.isEmpty { try trader.bind(Header(), &signals) }
      isBound = isBound || !quotes.isEmpty
      try trader.update(&signals)
      keep()
      // What the trader only repeats is no request.
      for order in signals.orders { try venue.take(.order(OpenGate().judge(order)), &market) }
      for cancel in signals.messages(of: Cancel.self) {
        try venue.take(.cancel(OpenGate().judge(cancel)), &market)
      }
    }

    mutating func finish() throws {
      market.begin(market.ts)
      signals.begin(signals.ts)
      try venue.finish(&market)
      hear()
      try trader.finish(&signals)
      keep()
    }

    /// The trader takes the lines of the venue in their order, as they would be read.
    private mutating func hear() {
      var heard = Step()
      heard.begin(market.ts)
      for line in market.lines {
        switch market.answer(line) {
        case .fill(let fill): heard.take(fill)
        case .refusal(let refusal): heard.take(refusal)
        case .order(let order): heard.take(order)
        case .control, nil: break
        }
      }
      accounts += market.messages(of: Account.self)
      signals.take(contentOf: heard)
    }

    private mutating func keep() { written += signals.written }
  }

  /// A random strategy whose orders fill at later marks, and what its venue allows.
  static func strategy(_ random: inout SeededGenerator) throws -> TradingConfiguration {
    while true {
      let configuration = try RandomStrategy.configuration(&random)
      let trader = configuration.trader
      if trader.conditions.fill == .nextOpen, trader.exitTrigger == .close, !trader.closeAtEnd {
        return configuration
      }
    }
  }

  @Test func `two values that hear of each other write what one does, line for line`() throws {
    var fills = 0
    for seed in 0..<60 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      let configuration = try Self.strategy(&random)
      var whole = Whole(configuration)
      var apart = Loop(configuration)
      var resumed = Loop(configuration)
      var market = RandomMarket()
      for minute in 0..<60 {
        let (quotes, calls) = market.next(&random)
        try whole.step(minute, quotes, calls)
        try apart.step(minute, quotes, calls)
        try resumed.step(minute, quotes, calls)
        resumed.trader = try Checkpoint.resumed(resumed.trader)
        resumed.venue = try Checkpoint.resumed(resumed.venue)
        let cash = apart.venue.venue.account.cash
        #expect(apart.trader.trader.book.cash == cash, "seed \(seed), minute \(minute)")
        #expect(apart.accounts.last?.cash == Price(cash), "seed \(seed), minute \(minute)")
      }
      try whole.finish()
      try apart.finish()
      try resumed.finish()
      #expect(apart.written == whole.written, "seed \(seed)")
      #expect(resumed.written == whole.written, "seed \(seed)")
      #expect(resumed.accounts == apart.accounts, "seed \(seed)")
      fills += apart.written.count { $0.hasPrefix("fill") }
    }
    #expect(fills > 100, "\(fills)")
  }

  /// The trader with its venue, and all that it writes.
  private struct Whole {
    var stage: TradingStage
    private var step = Step()
    private var isBound = false
    private(set) var written: [String] = []

    init(_ configuration: TradingConfiguration) {
      stage = TradingStage(configuration)
      _ = step.columns.add("atr_14")
    }

    mutating func step(
      _ minute: Int, _ quotes: [StageDriver.Quote], _ calls: [StageDriver.Call]
    ) throws {
      step.begin(StageDriver.time(minute))
      try quotes.fill(&step)
      try calls.fill(&step)
      if !isBound, !quotes.isEmpty { try stage.bind(Header(), &step) }
      isBound = isBound || !quotes.isEmpty
      try stage.update(&step)
      written += step.written
    }

    mutating func finish() throws {
      step.begin(step.ts)
      try stage.finish(&step)
      written += step.written
    }
  }
}

extension [StageDriver.Quote] {
  /// Takes the bars, and the values of their columns, into a step.
  fileprivate func fill(_ step: inout Step) throws {
    for quote in self {
      let interval = try #require(Interval(quote.interval))
      let series = step.series.index(of: Series(symbol: quote.symbol, interval: interval))
      step.take(
        Bar(
          series: series, open: quote.open, high: quote.high, low: quote.low, close: quote.close,
          volume: quote.volume))
      guard step.width > 0 else { continue }
      let row = step.row(of: series)
      for (column, value) in quote.values.enumerated() {
        step.values[row * step.width + column] = value
      }
    }
  }
}

extension [StageDriver.Call] {
  fileprivate func fill(_ step: inout Step) throws {
    for call in self {
      let interval = try #require(Interval("1m"))
      step.take(
        Signal(
          series: step.series.index(of: Series(symbol: call.symbol, interval: interval)),
          detector: call.detector, direction: call.direction, strength: call.strength,
          probability: call.probability))
    }
  }
}

extension Step {
  /// What stages have added, in its order, each line as a text.
  fileprivate var written: [String] {
    lines.map { line in
      guard case .message(let type, let place) = line else { return "?" }
      let content: String =
        switch type {
        case .order: "\(orders[place])"
        case .fill: "\(fills[place])"
        case .refusal: "\(refusals[place])"
        case .position: "\(positions[place])"
        case .equity: "\(equities[place])"
        case .metrics: "\(metrics[place])"
        case .cancel: "\(messages(of: Cancel.self)[place])"
        default: "?"
        }
      return "\(type.name) \(ts) \(content)"
    }
  }
}
