import SFBroker
import SFCore
import SFRisk
import SFStrategy

/// Trader, risk gate and virtual venue as one stage: signals in, orders, fills and an equity curve
/// out.
///
/// The three meet only in orders, cancels, fills and refusals. The stage takes turns: the venue
/// takes the bars and answers, the trader takes the answers and orders, the gate lets through, the
/// venue accepts. A trader that holds its venue itself is answered at once where that is possible;
/// one whose gate or venue are tools of their own hears of it at the next mark, as between processes
/// (`TradingTurns`).
public struct TradingStage: Stage {
  public internal(set) var trader: Trader
  var desk: VirtualDesk
  /// `nil` where nothing stands between trader and venue.
  public internal(set) var gate: RiskGate?
  /// Whether the gate has rules: asked each mark, and to reach into it costs more.
  var gateHasRules: Bool
  /// Whether gate or venue are tools of their own.
  var takesTurns: Bool
  /// Whether lines of the gate follow the trader's, and lines of the venue those.
  var writesGate = false
  var writesVenue = false
  /// Whether its run is a part of a longer one, so that what is held at its end is sold there.
  var isSlice = false

  public init(_ configuration: TradingConfiguration) {
    trader = Trader(configuration.trader, carrying: configuration.carried)
    desk = VirtualDesk(VenueTurns(configuration.venue))
    gate = configuration.gate.map { RiskGate($0) }
    gateHasRules = gate.map { !$0.watchesNothing } ?? false
    takesTurns = gate != nil
  }

  /// The venue's own account.
  public var account: VenueAccount { desk.turns.venue.account }

  public var reads: LineTypes {
    takesTurns ? trader.reads.union(LineTypes(.quote)) : trader.reads
  }
  public var writes: LineTypes {
    var writes = trader.writes
    if writesGate { writes = writes.union(RiskStage.writes) }
    if writesVenue { writes = writes.union(LineTypes(.account)) }
    return writes
  }
  public var refuses: LineTypes { Trader.refuses }

  /// Hands over who is asked about entries; before the first step.
  public mutating func hand(_ decider: any Decider) { trader.hand(decider) }

  public mutating func handOver(from made: TradingStage) { trader.handOver(from: made.trader) }

  public mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    if takesTurns, isSlice ? trader.fillsAtOnceOnTheWay : trader.fillsAtOnce {
      throw RequestQueue.nothingAtOnce
    }
    try trader.bind(header, step)
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
    if takesTurns { return try updateInTurns(&step) }
    if trader.isWarmingUp, try warmUp(&step) { return }
    let answers = try desk.turns.venue.take(&step)
    try trader.update(&step, answers, &desk)
  }

  /// A mark at which nothing may be traded yet, `true`; at the first at which it may, the venue goes
  /// on with what the trader has carried over.
  private mutating func warmUp(_ step: inout Step) throws(StageError) -> Bool {
    try desk.turns.venue.learn(&step)
    try trader.meet(&step)
    guard !trader.learnsOnly(at: step.ts) else {
      try trader.warmUp(&step)
      return true
    }
    try trader.beginTrading(&step)
    desk.turns.venue.takeOver(
      VenueAccount(
        cash: trader.book.cash,
        holdings: trader.book.positions.map {
          VenueAccount.Holding(
            position: $0.id, series: $0.series, direction: $0.direction, quantity: $0.quantity)
        }))
    return false
  }

  public mutating func finish(_ step: inout Step) throws(StageError) {
    if takesTurns { return try finishInTurns(&step) }
    try trader.finish(&step, desk.turns.venue.finish(), &desk)
  }
}
