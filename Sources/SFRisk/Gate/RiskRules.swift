import SFCore

/// What a gate is told, and what its rules say of the marks that they are shown.
public struct RiskRules: Sendable, Codable {
  /// Cash at the start, in quote currency.
  public let capital: Price
  /// The interval on which symbols trade; `nil` for the only one in the stream.
  public let interval: Interval?
  /// How finely each symbol trades; `nil` for eight decimals each.
  public let lots: LotTable?
  private var saved: SavedRules
  /// The gravest of what they let through: asked at every mark, and changed at few.
  public private(set) var state: RiskState
  /// The places of those that have a state.
  private let watching: [Int]
  /// Of those, the ones that are shown marks at which no round trip ended, too.
  private let watchingAll: [Int]
  /// The places of those that may exit a position.
  let exiting: [Int]
  /// Whether refusals say what it would take to pass.
  public let explains: Bool

  /// Refuses a rule that needs what is not there.
  public init(
    capital: Price, interval: Interval? = nil, lots: LotTable? = nil, rules: [any RiskRule],
    explains: Bool = false
  ) throws(ConfigurationError) {
    for rule in rules {
      if let lacks = rule.lacks {
        throw ConfigurationError("'\(type(of: rule).kind)'", "needs \(lacks)")
      }
    }
    self.capital = capital
    self.interval = interval
    self.lots = lots
    saved = SavedRules(rules)
    state = saved.gravest
    watching = rules.indices.filter { type(of: rules[$0]).watches }
    watchingAll = watching.filter { !type(of: rules[$0]).watchesRoundTripsOnly }
    exiting = rules.indices.filter { type(of: rules[$0]).exits }
    self.explains = explains
  }

  /// In the order in which they are asked.
  public var rules: [any RiskRule] { saved.list }

  /// The rule that keeps entries out, and the one that flattens; `nil` for none.
  var pausing: (any RiskRule)? { saved.list.first { $0.state > .active } }
  var flattening: (any RiskRule)? { saved.list.first { $0.flattens } }

  /// Whether any of them may exit a position now: one that flattens is not active.
  var mayExit: Bool { state > .active || !exiting.isEmpty }

  /// Whether any of them is shown a mark at which no round trip ended, and one at which one did.
  var watchesAll: Bool { !watchingAll.isEmpty }
  var watches: Bool { !watching.isEmpty }

  /// Shows them a mark, and says which of them changed what it lets through, with the gravest of all
  /// then.
  mutating func show(
    _ mark: inout RiskMark, _ changed: (any RiskRule, RiskState) -> Void
  ) throws(StageError) {
    if mark.book.closed.isEmpty {
      for place in watchingAll.indices { try show(&mark, watchingAll[place], changed) }
    } else {
      for place in watching.indices { try show(&mark, watching[place], changed) }
    }
  }

  @inline(__always)
  private mutating func show(
    _ mark: inout RiskMark, _ index: Int, _ changed: (any RiskRule, RiskState) -> Void
  ) throws(StageError) {
    guard try saved.list[index].changes(at: &mark) else { return }
    state = saved.gravest
    changed(saved.list[index], state)
  }

  /// Tells them what has been let through.
  mutating func note(_ request: PassedRequest) {
    for index in saved.list.indices { saved.list[index].note(request) }
  }

  /// Tells them what a person has said.
  mutating func hear(_ control: Control) {
    for index in saved.list.indices { saved.list[index].hear(control) }
    state = saved.gravest
  }

  /// A person resumes: their states begin anew from this equity.
  mutating func resume(at equity: Money) {
    for index in saved.list.indices { saved.list[index].resume(at: equity) }
    state = saved.gravest
  }
}
