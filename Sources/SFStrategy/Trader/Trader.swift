import SFCore

/// Turns signals into orders, and follows them until they are done.
///
/// It knows its book and what it has ordered and not heard of, and nothing of the venue: orders go
/// to a desk, answers come from it. One step runs in this order: answers, levels inside
/// bars, marking to market, exits, entries, equity. Each of them is a file of its own.
public struct Trader: Sendable, Codable {
  var rules: TraderRules
  public internal(set) var book: Book
  var markets: Markets
  var numbers: OrderNumbers
  var benchmark: Benchmark
  var curve: EquityCurve
  var metrics: StrategyMetrics?
  /// What is remembered for a model; `nil` when none is asked.
  var model: ModelMemory?
  var decider = HandedDecider()
  /// What people have been told.
  var notices: [String] = []
  var tally = SignalTally()
  var scratch = Scratch()
  /// Whether a component is to be shown every mark; asked once, not at each of them.
  let learns: Bool
  /// Whether it has only learned so far.
  public internal(set) var isWarmingUp: Bool
  /// What it goes on with of a run that has stopped; `nil` for nothing.
  var carry: PendingCarry?

  /// A trader that begins, or goes on with what a run has left.
  public init(_ rules: TraderRules, carrying carried: CarriedBook? = nil) {
    self.rules = rules
    isWarmingUp = rules.tradeFrom != nil || carried != nil
    carry = carried.map(PendingCarry.init)
    let conditions = rules.conditions
    learns = rules.learns
    book = Book(capital: Money(conditions.capital))
    markets = Markets(interval: conditions.interval, lots: conditions.lots)
    numbers = OrderNumbers(prefix: rules.idPrefix)
    benchmark = Benchmark(conditions)
    curve = EquityCurve(highWater: carried?.highWater ?? conditions.capital)
    metrics = rules.writesMetrics ? StrategyMetrics() : nil
    model = rules.model.map(ModelMemory.init)
  }

  /// The money and the market that it was told of.
  public var conditions: TradingConditions { rules.conditions }

  /// Has positions say where their rules close them; before the first step.
  public mutating func writeLevels() { rules.writeLevels() }

  /// Whether it goes on with what a run has left.
  public var isCarrying: Bool { carry != nil }

  /// Hands over who is asked about entries, as the rules say how; before the first step.
  public mutating func hand(_ decider: (any Decider)?) { self.decider.decider = decider }

  /// Whom another one, of the same rules, was handed.
  public mutating func handOver(from other: Trader) { decider = other.decider }

  /// Whether some of its orders fill in the turn in which they are given.
  public var fillsAtOnce: Bool { fillsAtOnceOnTheWay || rules.closeAtEnd }

  /// The same of orders that it gives while the market goes on.
  public var fillsAtOnceOnTheWay: Bool {
    rules.conditions.fill == .close || rules.exitTrigger == .intrabar
  }

  /// What it reads of a stream, beside answers.
  public var reads: LineTypes {
    let lines: LineTypes = [.init(.bar), .init(.signal)]
    return rules.readsColumns ? lines.union(LineTypes(.features)) : lines
  }

  /// What it writes, the answers that it takes among it.
  public var writes: LineTypes {
    let lines = LineTypes([.refusal, .order, .cancel, .fill, .position, .equity, .metrics])
    return rules.model == nil ? lines : lines.union(.asking)
  }

  /// Labels know the future; what is spoken or reserved is not read yet.
  public static let refuses: LineTypes = [LineTypes(.label), .spoken, .reserved]

  public mutating func bind(_ header: Header, _ step: borrowing Step) throws(StageError) {
    try rules.bind(header, step)
    try book.bind(header, step.columns)
    if let decider = decider.decider { model?.openStrengths = decider.openStrengths(header) }
  }

  /// One mark: first the answers to earlier orders, in their order, then what the market and the
  /// signals say.
  public mutating func update(
    _ step: inout Step, _ answers: [Answer], _ desk: inout some OrderDesk
  ) throws(StageError) {
    try markets.learn(&step)
    if step.hasFields { sayWhatIsNotCharged(&step) }
    let changes = step.positions.count
    try take(answers, &step)
    if rules.exitTrigger == .intrabar, !book.isFlat { try meetLevels(&step, &desk) }
    markToMarket(&step)
    if carry != nil { prepareCarried(step) }
    // None at most marks: an empty one would be made and given back at each.
    var ballot = step.signals.isEmpty ? nil : hear(step)
    if ballot != nil { countSignals(step) }
    if !book.isFlat { try checkExits(&step, ballot, &desk) }
    if book.hasEntries { showWaiting(step) }
    if learns {
      try learn(&step, ballot?.votes ?? [], closedFrom: changes)
      if ballot == nil { try decideAgain(&step, &desk) }
    }
    if var heard = ballot.take() { try decideEntries(&step, &heard, &desk) }
    try writeEquity(&step, closedFrom: changes)
  }

  /// The stream has ended: answers to what waited, then closing lines.
  public mutating func finish(
    _ step: inout Step, _ answers: [Answer], _ desk: inout some OrderDesk
  ) throws(StageError) {
    try markets.checkInterval(step.series)
    if isWarmingUp { return }
    let changes = step.positions.count
    try take(answers, &step)
    if model != nil { try endDecisions(&step) }
    if rules.closeAtEnd { try exitAll(&step, &desk) }
    try closeEquity(&step, closedFrom: changes)
    for sentence in tally.sentences(rules.entries, markets) { step.warn(sentence) }
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
      markets.close(series, at: step.bars[index].close, step.ts)
      benchmark.update(step.bars[index], at: step.ts)
    }
  }

  func refuse(
    _ order: Order, by component: String, _ reason: RefusalReason, quantity: Quantity,
    _ step: inout Step
  ) {
    step.add(
      Refusal(
        symbol: order.symbol, by: component, reason: reason, subject: .order(order.id),
        quantity: quantity))
  }
}
