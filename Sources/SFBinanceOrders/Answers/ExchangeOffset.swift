import SFCore

/// By how much the exchange's clock is ahead of one's own: the median of five measurements, each the
/// middle between asking and hearing.
///
///     asked at 1 000, heard at 1 040, said 6 020       ahead by 5 000
///
/// A stable offset is corrected. One that is not what it was by more than half a second is a clock
/// that has jumped: nothing is bought until it has been measured anew.
package struct ExchangeOffset: Hashable, Sendable {
  package enum Verdict: Hashable, Sendable {
    /// To be measured again: not often enough.
    case measuring
    case stable
    /// From what it was, by so many milliseconds.
    case jumped(Int64)
  }

  /// In milliseconds; 0 before it was measured.
  package private(set) var milliseconds: Int64 = 0
  package private(set) var isKnown = false
  private var middles: [Int64] = []

  private static let count = 5
  private static let mostDrift: Int64 = 500

  package init() {}

  /// One that somebody has measured.
  init(ahead: Int64) { (milliseconds, isKnown) = (ahead, true) }

  /// A time that the exchange said, asked for and heard at times of one's own clock.
  package mutating func measure(
    asked: Timestamp, heard: Timestamp, said: Timestamp
  ) -> Verdict {
    let middle = asked.milliseconds + (heard - asked) / 2
    middles.append(said.milliseconds - middle)
    guard middles.count == Self.count else { return .measuring }
    let median = middles.sorted()[Self.count / 2]
    middles = []
    let difference = median - milliseconds
    let hasJumped = isKnown && abs(difference) > Self.mostDrift
    (milliseconds, isKnown) = (median, true)
    return hasJumped ? .jumped(difference) : .stable
  }

  /// The exchange's time at a time of one's own clock.
  package func time(at own: Timestamp) -> Timestamp { own + milliseconds }
}
