import SFCore
import SFRun

/// Whether a host answers, as far as it is news: an outage begins once, and ends once.
///
/// A question that fails and is answered when it is asked again has cost nothing. An outage begins
/// with the second failure in a row of one question, or when the host asks to keep still; it is over
/// when all that failed has been answered.
///
///     question 7   fails   fails           answered
///     question 8           fails                      answered
///     outage               begins                     ends
public struct Outage: Sendable {
  public enum Change: Hashable, Sendable {
    case began(reason: String)
    /// `nil` where it began before whoever tells of it.
    case ended(after: TimeSpan?)
  }

  /// Whether it has begun and is not over.
  public private(set) var isUnderWay: Bool
  /// Questions that failed and have not been answered since, by tag.
  private var failing: Set<Int> = []
  private var changes: [Change] = []
  /// Whether it began before, with failures that are not known here.
  private var isInherited: Bool
  private var began: Moment?

  /// How often in a row a question fails before that is news.
  private static let failures = 2

  /// One that is under way already has been said by whoever ran before; it is over when all that is
  /// asked for has been answered.
  public init(isUnderWay: Bool = false) {
    self.isUnderWay = isUnderWay
    isInherited = isUnderWay
  }

  /// Whether something has changed since the changes were taken.
  public var hasNews: Bool { !changes.isEmpty }

  /// What has changed since the last call, in its order.
  mutating func takeNews() -> [Change] {
    defer { changes = [] }
    return changes
  }

  /// A question has failed for the `times`-th time in a row.
  mutating func failed(_ tag: Int, times: Int, _ reason: String, at now: Moment) {
    failing.insert(tag)
    if times >= Self.failures { begin(reason, now) }
  }

  /// The host asks to keep still, in the place of an answer.
  mutating func wasAskedToKeepStill(_ tag: Int, _ reason: String, at now: Moment) {
    failing.insert(tag)
    begin(reason, now)
  }

  /// A question has been answered; `isLast` where no other is open.
  mutating func answered(_ tag: Int, isLast: Bool, at now: Moment) {
    failing.remove(tag)
    guard isUnderWay, failing.isEmpty, isLast || !isInherited else { return }
    isUnderWay = false
    isInherited = false
    changes.append(.ended(after: began.map { now.since($0) }))
    began = nil
  }

  private mutating func begin(_ reason: String, _ now: Moment) {
    guard !isUnderWay else { return }
    began = now
    isUnderWay = true
    changes.append(.began(reason: reason))
  }
}
