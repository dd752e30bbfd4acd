import SFCore

/// What a gate is told.
public struct RiskRules: Sendable, Codable {
  /// Cash at the start, in quote currency.
  public let capital: Price
  /// The interval on which symbols trade; `nil` for the only one in the stream.
  public let interval: Interval?
  /// How finely each symbol trades; `nil` for eight decimals each.
  public let lots: LotTable?
  /// In the order in which they are asked.
  public internal(set) var rules: [any RiskRule] {
    _read { yield saved.list }
    _modify { yield &saved.list }
  }
  private var saved: SavedRules
  /// The places of those that are shown every mark, and of those that may exit a position.
  let watching: [Int]
  /// By place among those: whether it is shown marks only at which round trips ended.
  let waiting: [Bool]
  /// Whether some rule is shown all marks.
  let watchesAll: Bool
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
    watching = rules.indices.filter { type(of: rules[$0]).watches }
    waiting = watching.map { type(of: rules[$0]).watchesRoundTripsOnly }
    watchesAll = waiting.contains(false)
    exiting = rules.indices.filter { type(of: rules[$0]).exits }
    self.explains = explains
  }
}
