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

  public init(_ configuration: TradingConfiguration) {
    trader = Trader(configuration.trader, carrying: configuration.carried)
    desk = VirtualDesk(VirtualVenue(configuration.venue))
    turns = configuration.gate.map { GateTurns($0) }
  }

  /// The venue's own account.
  public var account: VenueAccount { desk.venue.account }

  /// The gate with its own book; `nil` where there is none.
  public var gate: RiskGate? { turns?.gate }

  public var reads: LineTypes { trader.reads }
  public var writes: LineTypes { trader.writes }
  public var refuses: LineTypes { Trader.refuses }

  /// Hands over who is asked about entries; before the first step.
  public mutating func hand(_ decider: any Decider) { trader.hand(decider) }

  public mutating func handOver(from made: TradingStage) { trader.handOver(from: made.trader) }

  public mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    if turns != nil, trader.fillsAtOnce { throw GateTurns.nothingAtOnce }
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
    try turns?.run(queue.requests, known, &desk.venue, &step)
  }

  /// A mark at which nothing may be traded yet, `true`; at the first at which it may, the venue goes
  /// on with what the trader has carried over.
  private mutating func warmUp(_ step: inout Step) throws(StageError) -> Bool {
    try desk.venue.learn(&step)
    try trader.meet(&step)
    guard !trader.learnsOnly(at: step.ts) else {
      try trader.warmUp(&step)
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
