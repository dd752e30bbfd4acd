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

  public init(_ configuration: TradingConfiguration) {
    readsColumns = configuration.trader.readsColumns
    trader = Trader(configuration.trader, carrying: configuration.carried)
    desk = VirtualDesk(VirtualVenue(configuration.venue))
  }

  /// The venue's own account.
  public var account: VenueAccount { desk.venue.account }

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
    try trader.bind(header, step)
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
    if trader.isWarmingUp, try warmUp(&step) { return }
    let answers = try desk.venue.take(&step)
    try trader.update(&step, answers, &desk)
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
    let answers = desk.venue.finish()
    try trader.finish(&step, answers, &desk)
  }
}
