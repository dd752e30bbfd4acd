import SFCore

/// The virtual venue in a process of its own, with what it has to say at the next mark.
///
/// At a mark it takes the bars and answers: first what was handed back of the orders before, then
/// its account where that has changed, then what has become of orders, then what persons said.
/// Behind it come the orders of the mark.
public struct VenueTurns: Sendable, Codable {
  /// In one process a trader may be answered at once, beside these turns.
  public package(set) var venue: VirtualVenue
  public private(set) var mode = BrokerMode.active
  /// What the gate hands back: refusals, and orders of its own.
  private var handedBack: [Answer] = []
  /// What the venue said when it was given a request.
  private var said: [Answer] = []
  /// What the bars of the mark have made of the orders before.
  private var met: [Answer] = []
  /// What persons said, and what came of it.
  private var persons: [Answer] = []
  /// The account as it was written last; `nil` before the first mark.
  private var written: Account?
  /// Whether anything has happened that may have changed it.
  private var isTouched = true

  public init(_ rules: VenueRules) { venue = VirtualVenue(rules) }

  /// What the ids of orders begin with that a person gives, and no others.
  public static let personPrefix = "person-"

  /// What comes from the trader, through the gate if there is one.
  public enum Request: Sendable {
    /// An order; one that somebody else than the trader gave is an answer, too.
    case order(Approved<Order>)
    /// An entry that came too long behind its mark: it is refused.
    case late(Approved<Order>)
    case cancel(Approved<Cancel>)
    /// What is none, and the trader is to hear of.
    case answer(Answer)
  }

  /// The interval on which symbols trade; `nil` where it is not known yet.
  public var interval: Interval? { venue.markets.interval }

  /// Whether a mark may change it though nothing is said at it.
  public var isMoving: Bool { venue.isMoving }

  /// Takes the bars of a mark: what they do to the orders that wait.
  public mutating func meet(_ step: inout Step) throws(StageError) {
    venue.keepsExits = mode == .halted
    guard venue.isMoving || !met.isEmpty else { return venue.lookForQuotes(&step) }
    met = try venue.take(&step)
  }

  /// Whether there is nothing to say at a mark whose bars it has taken, as at most of them.
  public var isSilent: Bool {
    !isTouched && met.isEmpty && handedBack.isEmpty && said.isEmpty && persons.isEmpty
  }

  /// Hands over what is to be said at the mark of a step. The step is `inout` because handing it over
  /// in any other way copies it.
  public mutating func speak(_ step: inout Step) throws(StageError) -> VenueAnswers {
    if isSilent { return VenueAnswers() }
    let answers = VenueAnswers(
      handedBack: handedBack, account: try news(step), others: said + met + persons)
    (handedBack, said, met, persons, isTouched) = ([], [], [], [], false)
    return answers
  }

  /// Adds the answers of the mark to its step.
  public mutating func answer(_ step: inout Step) throws(StageError) {
    let answers = try speak(&step)
    step.add(answers)
  }

  /// Takes a request of the mark whose bars the step has.
  public mutating func take(_ request: Request, _ step: inout Step) throws(StageError) {
    switch request {
    case .order(let order):
      if order.request.by != nil { handedBack.append(.order(order.request)) }
      if order.request.intent == .enter, mode != .active {
        said.append(venue.refusal(order.request, entriesAreRefused))
      } else {
        said += try venue.accept(order, &step)
      }
      isTouched = true
    case .late(let order):
      if order.request.by != nil { handedBack.append(.order(order.request)) }
      said.append(venue.refusal(order.request, .market(.late)))
    case .cancel(let cancel):
      said += venue.accept(cancel)
      isTouched = true
    case .answer(let answer): handedBack.append(answer)
    }
  }

  private var entriesAreRefused: RefusalReason { .rule(mode == .halted ? .halted : .paused) }

  /// The market has ended: what waits will not fill.
  public mutating func close() { met = venue.finish() }

  /// The market has ended: adds what is left to be said.
  public mutating func finish(_ step: inout Step) throws(StageError) {
    close()
    try answer(&step)
  }

  /// Market orders fill at the best price of the mark at which they were decided; before the first
  /// mark.
  public mutating func fillAtQuotes() { venue.rules.fillsAtQuotes = true }

  /// The account, where it is not what was written last.
  private mutating func news(_ step: borrowing Step) throws(StageError) -> Account? {
    guard isTouched || !met.isEmpty else { return nil }
    guard let account = venue.statement(step.series) else { throw .outOfRange("the account") }
    guard account != written else { return nil }
    written = account
    return account
  }
}

// MARK: - Persons

extension VenueTurns {
  /// Takes what a person says, behind the bars of a mark. An order that comes of it is `given` then.
  public mutating func hear(_ control: Control) {
    persons.append(.control(control))
    // The gate takes other words from the answers; orders and cancels are given.
    if let asked = BrokerMode(control.action) { mode = asked }
    guard mode != .active else { return }
    persons += venue.takeBackEntries(entriesAreRefused)
    isTouched = true
  }

  /// Takes back an order for a person.
  public mutating func give(_ cancel: Approved<Cancel>) {
    persons += venue.accept(cancel)
    isTouched = true
  }

  /// Takes an exit of a person, in place of one that waits.
  public mutating func give(
    _ order: Approved<Order>, _ step: inout Step
  ) throws(StageError) {
    persons.append(.order(order.request))
    persons += venue.takeBackExit(of: order.request.position)
    persons += try venue.accept(order, &step)
    isTouched = true
  }

  /// Books what a person says has become of a position elsewhere: an exit that has filled at a
  /// price, without a fee.
  public mutating func settle(
    _ order: Approved<Order>, at price: Price, time: Timestamp
  ) {
    persons.append(.order(order.request))
    persons += venue.takeBackExit(of: order.request.position)
    persons += venue.settle(order, at: price, time: time)
    isTouched = true
  }

  /// The exit of a position that a person asks for; `nil` where nothing is held by that name.
  public func exit(
    of position: String, number: Int, by who: String, reason: String, _ step: borrowing Step
  ) -> Order? {
    guard let holding = venue.account.holding(of: position) else { return nil }
    return Order(
      id: "\(Self.personPrefix)\(step.ts.milliseconds)-\(number)",
      symbol: step.series[holding.series].symbol, side: holding.direction.exitSide,
      quantity: holding.quantity, position: position, intent: .exit, reason: reason,
      reference: venue.lastClose(of: holding.series, step), by: who)
  }
}
