@_spi(Gate) import SFCore

/// Stands between trader and venue, and cannot be passed: the only maker of an approved order.
///
/// It knows the market, the venue's answers and what it has let through, and nothing of the trader:
/// a book of its own says what is held and what waits. At a mark it first takes what has become
/// known, judges its state, and exits what its rules do not let stand; then it judges the orders of
/// the trader in turn. What takes risk away passes every rule.
public struct RiskGate: Sendable, Codable {
  var rules: RiskRules
  var mark: RiskMark
  /// What a person has said.
  var person = PersonSays()
  /// The ids of the orders that came at this mark.
  var ids: [String] = []
  /// Exits of its own at this mark.
  var count = 0

  public init(_ rules: RiskRules) {
    self.rules = rules
    mark = RiskMark(rules)
  }

  public var book: RiskBook { mark.book }
  public var market: RiskMarket { mark.market }

  /// Whether it has no rules: then nothing depends on marks at which nothing was asked or answered.
  public var watchesNothing: Bool { rules.rules.isEmpty }

  /// The gravest of what rules and a person say.
  public var state: RiskState { max(person.state, rules.state) }

  /// Takes a mark: the market of the step, the answers to earlier orders, and what a person has said.
  /// `nil` where it does nothing by itself, as at most marks.
  ///
  /// The step is `inout` because handing it over in any other way copies it.
  public mutating func take(
    _ step: inout Step, _ answers: [Answer], _ controls: [Control] = []
  ) throws(StageError) -> GateTurn? {
    if !ids.isEmpty { ids.removeAll(keepingCapacity: true) }
    count = 0
    try mark.take(&step, answers)
    var turn: GateTurn?
    if !controls.isEmpty {
      for control in controls { try hear(control, &turn) }
    }
    if rules.watchesAll || !mark.book.closed.isEmpty && rules.watches { try judgeState(&turn) }
    if rules.mayExit { exitWhatMayNotStand(&turn) }
    return turn
  }
}
