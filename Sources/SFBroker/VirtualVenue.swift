import SFCore

/// A venue that fills orders from bars: of the backtest, and of paper trading.
///
/// It knows what it has been given and nothing of the trader: an account of its own, the orders
/// that it has accepted, the market. An order decided at the mark T meets the bars behind T; with
/// `fill: close` a market order fills at once, at the close of T.
public struct VirtualVenue: Sendable, Codable {
  var rules: VenueRules
  var waiting = WaitingOrders()
  public internal(set) var account: VenueAccount
  var markets: Markets
  /// Whether the market has shown best prices.
  var hasQuotes = false
  /// Whether exits wait, whatever their bars say, unless a person gave them.
  var keepsExits = false

  public init(_ rules: VenueRules) {
    self.rules = rules
    account = VenueAccount(capital: rules.conditions.capital)
    markets = Markets(interval: rules.conditions.interval, lots: rules.conditions.lots)
  }

  /// Takes the bars of a mark: what they do to the orders that wait, exits first, then entries, each
  /// in the order of decision. The step is `inout` because handing it over in any other way copies it.
  public mutating func take(_ step: inout Step) throws(StageError) -> [Answer] {
    lookForQuotes(&step)
    return isMoving ? try meet(&step) : []
  }

  /// Notes that the market shows best prices. The step is `inout` as for `take`.
  mutating func lookForQuotes(_ step: inout Step) {
    if rules.fillsAtQuotes, !hasQuotes { hasQuotes = step.last(Quote.self) != nil }
  }

  /// Goes on with an account that is carried over, at the closes of the bars that it has been shown.
  public mutating func takeOver(_ account: VenueAccount) { self.account = account }

  /// Learns of the market while nothing is traded.
  public mutating func learn(_ step: inout Step) throws(StageError) {
    try markets.learn(&step)
    markets.close(&step)
  }

  private mutating func meet(_ step: inout Step) throws(StageError) -> [Answer] {
    try markets.learn(&step)
    var answers: [Answer] = []
    answers.reserveCapacity(waiting.count)
    if !waiting.isEmpty { try fillWaiting(step, &answers) }
    markets.close(&step)
    return answers
  }

  /// Takes an order that was decided at this mark, behind the closes of its bars; what is answered
  /// at once.
  public mutating func accept(
    _ approved: consuming Approved<Order>, _ step: inout Step
  ) throws(StageError) -> [Answer] {
    let order = (consume approved).request
    guard let series = try series(of: order, &step) else {
      return [refusal(order, .market(.noMarket))]
    }
    let (intent, isMarket) = (order.intent, order.kind == .market)
    let waiting = WaitingOrders.Waiting(order, series, decided: step.ts)
    if rules.fillsAtQuotes, isMarket { return try fillAtQuote(waiting, &step) }
    guard rules.conditions.fill == .close, isMarket, let bar = step.bar(of: series) else {
      self.waiting.add(waiting)
      return []
    }
    var answers: [Answer] = []
    switch intent {
    case .enter: try fillEntry(waiting, at: bar.close, in: bar, time: step.ts, &answers)
    // In a bar in which nothing was traded an exit waits for one in which something was.
    case .exit where !bar.hasTraded: self.waiting.add(waiting)
    case .exit: try fillExit(waiting, at: Level(bar.close), time: step.ts, &answers)
    }
    return answers
  }

  /// The series on which an order trades, behind the closes of the mark; `nil` when its symbol has
  /// had no bar.
  private mutating func series(
    of order: borrowing Order, _ step: inout Step
  ) throws(StageError) -> SeriesIndex? {
    try markets.learn(&step)
    markets.close(&step)
    return markets.series(of: order.symbol)
  }

  /// Takes an exit that is to fill at once, at a level that its bar has met.
  public mutating func accept(
    _ approved: consuming Approved<Order>, at level: Level, time: Timestamp, _ step: inout Step
  ) throws(StageError) -> [Answer] {
    let order = (consume approved).request
    guard let series = try series(of: order, &step) else {
      return [refusal(order, .market(.noMarket))]
    }
    var answers: [Answer] = []
    try fillExit(
      WaitingOrders.Waiting(order, series, decided: step.ts), at: level, time: time, &answers)
    return answers
  }

  /// Takes back what of an order has not filled; nothing where it is done.
  public mutating func accept(_ approved: Approved<Cancel>) -> [Answer] {
    guard let canceled = waiting.take(approved.request.order) else { return [] }
    return [refusal(canceled.order, .ended(.canceled))]
  }

  /// The market has ended: what waits will not fill.
  public mutating func finish() -> [Answer] {
    waiting.takeAll().map { refusal($0.order, .ended(.endOfData)) }
  }

  func refusal(_ order: Order, _ reason: RefusalReason, quantity: Quantity? = nil) -> Answer {
    .refusal(
      Refusal(
        symbol: order.symbol, by: "venue", reason: reason, subject: .order(order.id),
        quantity: quantity))
  }
}
