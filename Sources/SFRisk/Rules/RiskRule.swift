import SFCore

/// What is not allowed, whoever asks.
///
/// A rule is shown every mark and every request that was let through, and judges each entry. One
/// that has a state keeps entries out as long as it is not `active`. Size limits bind above, losses
/// at or beyond; a smaller entry never fails where a larger one passes, save for minimums.
public protocol RiskRule: Component {
  /// Whether it asks for a smallest size, so that it is asked again when others have cut.
  static var hasMinimum: Bool { get }

  /// Whether it is shown every mark, without which it has no state.
  static var watches: Bool { get }

  /// Whether, of a rule that watches, only marks at which round trips ended say something to it.
  static var watchesRoundTripsOnly: Bool { get }

  /// Whether it may exit a position.
  static var exits: Bool { get }

  /// What it needs and has not been given; `nil` for nothing.
  var lacks: String? { get }

  /// Whether an entry that is too large is cut to what there is room for, and not refused.
  var cuts: Bool { get }

  /// What it lets through at this mark; only a mark, a person's word and `resume` change it.
  var state: RiskState { get }

  /// Whether every position is to be exited; then its state is not `active`.
  var flattens: Bool { get }

  /// What it last measured; `nil` for a rule without a state.
  var measure: RiskMeasure? { get }

  /// Takes a mark, if it watches: fills and equity are known, the entries of the mark are not.
  mutating func update(_ mark: inout RiskMark) throws(StageError)

  /// The same, and whether it changed what it lets through: one call, where three would be made at
  /// every mark.
  mutating func changes(at mark: inout RiskMark) throws(StageError) -> Bool

  /// Takes an order or a cancel that was let through.
  mutating func note(_ request: PassedRequest)

  /// Takes what a person has said.
  mutating func hear(_ control: Control)

  /// A person resumes: its state begins anew from this equity.
  mutating func resume(at equity: Money)

  /// Whether a position is to be exited at this mark; asked of a rule that `exits`.
  func isDue(_ position: RiskPosition, _ market: RiskMarket, at ts: Timestamp) -> Bool

  func judge(_ entry: RiskEntry) -> RiskVerdict

  /// What it would take to pass, with the numbers that led to it.
  func explanation(_ entry: RiskEntry) -> String
}

extension RiskRule {
  public static var hasMinimum: Bool { false }
  public static var watches: Bool { false }
  public static var watchesRoundTripsOnly: Bool { false }
  public static var exits: Bool { false }
  public var lacks: String? { nil }
  public var cuts: Bool { false }
  public var state: RiskState { .active }
  public var flattens: Bool { false }
  public var measure: RiskMeasure? { nil }
  public mutating func update(_ mark: inout RiskMark) throws(StageError) {}
  public mutating func changes(at mark: inout RiskMark) throws(StageError) -> Bool {
    let before = state
    try update(&mark)
    // Not `!=`, which compares the texts of both.
    return !(state == before)
  }
  public mutating func note(_ request: PassedRequest) {}
  public mutating func hear(_ control: Control) {}
  public mutating func resume(at equity: Money) {}
  public func isDue(_ position: RiskPosition, _ market: RiskMarket, at ts: Timestamp) -> Bool {
    false
  }
  public func judge(_ entry: RiskEntry) -> RiskVerdict { .pass }
}

/// What a rule says to an entry.
public enum RiskVerdict: Hashable, Sendable {
  case pass
  /// The largest notional at the reference that passes, and why not more; it may be negative.
  case room(Money, RefusalReason)
  /// The quantity that passes, which is less than was asked for.
  case quantity(Quantity, RefusalReason)
  case no(RefusalReason)
}

/// What a rule with a state measured, and what it compared it with.
public struct RiskMeasure: Hashable, Sendable, Codable {
  public let value: Double
  public let limit: Double
  /// For people.
  public let text: String
}
