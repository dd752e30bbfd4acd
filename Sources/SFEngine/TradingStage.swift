import SFBroker
import SFCore
import SFRisk
import SFStrategy

/// Trader, risk gate and virtual venue as one stage: signals in, orders, fills and an equity curve
/// out.
///
/// The three meet only in orders, cancels, fills and refusals. The stage takes turns: the venue
/// takes the bars and answers, the trader takes the answers and orders, the gate lets through, the
/// venue accepts.
public struct TradingStage: Stage {
  public private(set) var trader: Trader
  private var desk: VirtualDesk
  /// `nil` where nothing stands between trader and venue.
  private var turns: GateTurns?
  /// Whether lines of the gate follow the trader's.
  private var writesGate = false
  /// Whether its run is a part of a longer one, so that what is held at its end is sold there.
  private var isSlice = false

  public init(_ configuration: TradingConfiguration) {
    trader = Trader(configuration.trader, carrying: configuration.carried)
    desk = VirtualDesk(VirtualVenue(configuration.venue))
    turns = configuration.gate.map { GateTurns($0) }
  }

  /// The venue's own account.
  public var account: VenueAccount { desk.venue.account }

  /// The gate with its own book; `nil` where there is none.
  public var gate: RiskGate? { turns?.gate }

  /// Puts a gate between trader and venue, before the first step. What it says is `written` as lines
  /// of a tool behind the trader, or heard by the trader alone; a `slice` of a run is closed at its
  /// end.
  public mutating func stand(
    behind rules: [any RiskRule], explains: Bool, written: Bool, slice: Bool = false
  ) throws(ConfigurationError) {
    guard !trader.isCarrying else {
      throw ConfigurationError(
        "--carry", "goes with no sf-risk: its gate knows what its own venue has filled")
    }
    let conditions = trader.conditions
    turns = GateTurns(
      try RiskRules(
        capital: conditions.capital, interval: conditions.interval, lots: conditions.lots,
        rules: rules, explains: explains))
    (writesGate, isSlice) = (written, slice)
  }

  public var reads: LineTypes { trader.reads }
  public var writes: LineTypes {
    writesGate ? trader.writes.union(RiskStage.writes) : trader.writes
  }
  public var refuses: LineTypes { Trader.refuses }

  /// Hands over who is asked about entries; before the first step.
  public mutating func hand(_ decider: any Decider) { trader.hand(decider) }

  public mutating func handOver(from made: TradingStage) { trader.handOver(from: made.trader) }

  public mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    if turns != nil, isSlice ? trader.fillsAtOnceOnTheWay : trader.fillsAtOnce {
      throw GateTurns.nothingAtOnce
    }
    try trader.bind(header, step)
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
    if trader.isWarmingUp, try warmUp(&step) { return }
    let answers = try desk.venue.take(&step)
    if turns == nil {
      try trader.update(&step, answers, &desk)
    } else {
      try updateGated(&step, answers)
    }
  }

  /// The turns at a mark with a gate: what it and the venue say is heard at the next.
  private mutating func updateGated(
    _ step: inout Step, _ answers: [Answer]
  ) throws(StageError) {
    let known = turns?.answers(answers) ?? answers
    var queue = RequestQueue()
    try trader.update(&step, known, &queue)
    try takeTurn(of: queue.requests, known, &step)
  }

  /// The gate's turn and the venue's, behind the trader's.
  private mutating func takeTurn(
    of requests: [OrderRequest], _ known: [Answer], _ step: inout Step
  ) throws(StageError) {
    let words = try turns?.run(requests, known, &desk.venue, &step) ?? []
    if writesGate { step.endLines() }
    guard !words.isEmpty else { return }
    if writesGate { step.add(words) }
    step.warn(of: words)
  }

  /// A mark at which nothing may be traded yet, `true`; at the first at which it may, the venue goes
  /// on with what the trader has carried over.
  private mutating func warmUp(_ step: inout Step) throws(StageError) -> Bool {
    try desk.venue.learn(&step)
    try trader.meet(&step)
    guard !trader.learnsOnly(at: step.ts) else {
      try trader.warmUp(&step)
      // It learns of the market, too.
      try takeTurn(of: [], [], &step)
      return true
    }
    try trader.beginTrading(&step)
    desk.venue.takeOver(
      VenueAccount(
        cash: trader.book.cash,
        holdings: trader.book.positions.map {
          VenueAccount.Holding(
            position: $0.id, series: $0.series, direction: $0.direction, quantity: $0.quantity)
        }))
    return false
  }

  public mutating func finish(_ step: inout Step) throws(StageError) {
    let last = desk.venue.finish()
    let answers = turns?.answers(last) ?? last
    try trader.finish(&step, answers, &desk)
  }
}
