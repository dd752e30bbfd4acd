import SFBroker
import SFCore
import SFStrategy

/// Strategy and virtual venue as one stage: signals in, orders, fills and an equity curve out.
///
/// One step runs in the order of `trading.md`: fills of earlier orders, marking
/// to market, exits, entries, equity. Each of them is a file of its own.
public struct TradingStage: Stage {
  var configuration: TradingConfiguration
  public internal(set) var book: Book
  var waiting = WaitingOrders()
  var markets: Markets
  var numbers: OrderNumbers
  var benchmark: Benchmark
  var curve: EquityCurve
  var metrics: StrategyMetrics?
  /// What people have been told.
  var notices: [String] = []
  var scratch = Scratch()
  /// Whether a component is to be shown every mark; asked once, not at each of them.
  private let learns: Bool

  public init(_ configuration: TradingConfiguration) {
    self.configuration = configuration
    learns = configuration.learns
    book = Book(capital: Money(configuration.capital))
    markets = Markets(interval: configuration.interval, lots: configuration.orders.lots)
    numbers = OrderNumbers(prefix: configuration.idPrefix)
    benchmark = Benchmark(configuration)
    curve = EquityCurve(capital: configuration.capital)
    metrics = configuration.writesMetrics ? StrategyMetrics() : nil
  }

  public var reads: LineTypes {
    configuration.readsColumns
      ? [.init(.bar), .init(.features), .init(.signal)] : [.init(.bar), .init(.signal)]
  }
  public var writes: LineTypes {
    LineTypes([.refusal, .order, .fill, .position, .equity, .metrics])
  }
  /// Labels know the future; what is spoken or reserved is not read yet.
  public var refuses: LineTypes { [LineTypes(.label), .spoken, .reserved] }

  public mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    try configuration.bind(header, step)
    try book.bind(header, step.columns)
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
    for index in step.bars.indices where !markets.knows(step.bars[index].series) {
      _ = try markets.trades(step.bars[index].series, step.series)
    }
    if step.hasFields { sayWhatIsNotCharged(&step) }
    let changes = step.positions.count
    if !waiting.isEmpty { try fillWaiting(&step) }
    if configuration.orders.exitTrigger == .intrabar, !book.isFlat { try meetLevels(&step) }
    markToMarket(&step)
    // None at most marks: an empty one would be made and given back at each.
    let ballot = step.signals.isEmpty ? nil : hear(step)
    if !book.isFlat { try checkExits(&step, ballot) }
    if book.hasPlans { showWaiting(step) }
    if learns { try learn(&step, ballot?.votes ?? [], closedFrom: changes) }
    if let ballot { try decideEntries(&step, ballot) }
    try writeEquity(&step, closedFrom: changes)
  }

  /// Says something to people, once in a run.
  mutating func say(_ notice: String, _ step: inout Step) {
    guard !notices.contains(notice) else { return }
    notices.append(notice)
    step.warn(notice)
  }

  /// Perpetuals pay funding; their bars may carry its rate, and it is not charged yet.
  private mutating func sayWhatIsNotCharged(_ step: inout Step) {
    let notice = "bars carry funding_rate: funding is not charged"
    guard !notices.contains(notice) else { return }
    let hasRate = step.bars.indices.contains { place in
      step.fields(ofBar: place).contains { $0.name == "funding_rate" }
    }
    if hasRate { say(notice, &step) }
  }

  /// Takes the closes of the bars that trade. The step is `inout` because handing it over in any
  /// other way copies it.
  private mutating func markToMarket(_ step: inout Step) {
    for index in step.bars.indices {
      let series = step.bars[index].series
      guard markets.isTraded(series) else { continue }
      markets.close(series, at: step.bars[index].close)
      benchmark.update(step.bars[index], at: step.ts)
    }
  }

  public mutating func finish(_ step: inout Step) throws(StageError) {
    try markets.checkInterval(step.series)
    let changes = step.positions.count
    for refused in waiting.takeAll() {
      refuse(refused.order, by: "venue", "end_of_data", &step)
      book.drop(refused.order.id)
      if let index = book.index(of: refused.order.position), refused.order.intent == .exit {
        book.setClosing(false, at: index)
      }
    }
    if configuration.closeAtEnd {
      while let position = book.positions.first {
        try exit(position, for: .closeAtEnd, fillNow: true, &step)
      }
    }
    try closeEquity(&step, closedFrom: changes)
  }

  /// What an overflow is: an error, never a wrap.
  func outOfRange(_ what: String) -> StageError {
    StageError(.badData, "found \(what) out of range, expected amounts below 92 billion")
  }

  func refuse(
    _ order: Order, by component: String, _ reason: String, quantity: Quantity? = nil,
    _ step: inout Step
  ) {
    step.add(
      Refusal(
        symbol: order.symbol, by: component, reason: reason, subject: .order(order.id),
        quantity: quantity))
  }
}
