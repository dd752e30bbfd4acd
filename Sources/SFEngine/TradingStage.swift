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
  private let readsColumns: Bool
  public private(set) var trader: Trader
  private var desk: VirtualDesk
  /// `nil` where nothing stands between trader and venue.
  private var turns: GateTurns?

  public init(_ configuration: TradingConfiguration) {
    readsColumns = configuration.trader.readsColumns
    trader = Trader(configuration.trader)
    desk = VirtualDesk(VirtualVenue(configuration.venue))
    turns = configuration.gate.map { GateTurns($0) }
  }

  /// The venue's own account.
  public var account: VenueAccount { desk.venue.account }

  /// The gate with its own book; `nil` where there is none.
  public var gate: RiskGate? { turns?.gate }

  public var reads: LineTypes {
    readsColumns
      ? [.init(.bar), .init(.features), .init(.signal)] : [.init(.bar), .init(.signal)]
  }
  public var writes: LineTypes {
    LineTypes([.refusal, .order, .cancel, .fill, .position, .equity, .metrics])
  }
  /// Labels know the future; what is spoken or reserved is not read yet.
  public var refuses: LineTypes { [LineTypes(.label), .spoken, .reserved] }

  public mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    if turns != nil, trader.fillsAtOnce { throw GateTurns.nothingAtOnce }
    try trader.bind(header, step)
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
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

  public mutating func finish(_ step: inout Step) throws(StageError) {
    let last = desk.venue.finish()
    let answers = turns?.answers(last) ?? last
    try trader.finish(&step, answers, &desk)
  }
}
