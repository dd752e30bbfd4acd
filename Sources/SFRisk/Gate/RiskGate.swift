@_spi(Gate) import SFCore

/// Stands between trader and venue, and cannot be passed: the only maker of an approved order.
///
/// It knows the market, the venue's answers and what it has let through, and nothing of the trader:
/// a book of its own says what is held and what waits. At a mark it first takes what has become
/// known, judges its state, and exits what its rules do not let stand; then it judges the orders of
/// the trader in turn. What takes risk away passes every rule.
public struct RiskGate: Sendable, Codable {
  var rules: RiskRules
  public internal(set) var book: RiskBook
  /// Shown to every rule at every mark.
  var sharedMarket: SharedValue<RiskMarket>
  /// What a person has said.
  var person = PersonSays()
  /// What the rules let through, each of those that are shown every mark, and the gravest of them: to
  /// ask them costs more than to remember.
  var ruleStates: [RiskState]
  var ruleState: RiskState
  /// The ids of the orders that came at this mark.
  var ids: [String] = []
  /// Exits of its own at this mark.
  var count = 0

  public init(_ rules: RiskRules) {
    self.rules = rules
    book = RiskBook(capital: Money(rules.capital))
    sharedMarket = SharedValue(RiskMarket(interval: rules.interval, lots: rules.lots))
    ruleStates = rules.watching.map { rules.rules[$0].state }
    ruleState = ruleStates.max() ?? .active
  }

  public internal(set) var market: RiskMarket {
    _read { yield sharedMarket.value }
    _modify { yield &sharedMarket.value }
  }

  /// Whether it has no rules: then nothing depends on marks at which nothing was asked or answered.
  public var watchesNothing: Bool { rules.rules.isEmpty }

  /// The gravest of what rules and a person say.
  public var state: RiskState { max(person.state, ruleState) }

  /// Takes a mark: the market of the step, the answers to earlier orders, and what a person has said.
  ///
  /// The step is `inout` because handing it over in any other way copies it.
  public mutating func take(
    _ step: inout Step, _ answers: [Answer], _ controls: [Control] = []
  ) throws(StageError) -> GateTurn {
    if !ids.isEmpty { ids.removeAll(keepingCapacity: true) }
    count = 0
    book.beginMark()
    if answers.isEmpty {
      try market.take(&step)
    } else {
      try market.learn(&step)
      // Fees in a third asset are worth what it closed at before, for the trader as for the gate.
      for answer in answers { try book.take(answer, market.markets, at: step.ts) }
      market.close(&step)
    }
    var turn = GateTurn()
    if !book.positions.isEmpty { book.live(through: step) }
    for control in controls { try hear(control, &turn) }
    guard !rules.rules.isEmpty else { return turn }
    try judgeState(step, &turn)
    exitWhatMayNotStand(step.ts, &turn)
    return turn
  }

  /// The session's own equity at the last closes.
  func equity() throws(StageError) -> Money {
    guard let equity = book.equity(at: market.closes) else { throw .outOfRange("the equity") }
    return equity
  }

  /// Tells the rules what has been let through.
  mutating func note(_ request: PassedRequest) {
    for index in rules.rules.indices { rules.rules[index].note(request) }
  }
}
