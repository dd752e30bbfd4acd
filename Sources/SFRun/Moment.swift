import SFCore

/// A moment of the steady clock: it can be compared with others of the same process, and means
/// nothing beyond it.
public struct Moment: Hashable, Comparable, Sendable {
  /// Since a beginning that nobody knows.
  public let nanoseconds: Int64

  public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// One that never comes.
  public static let never = Moment(nanoseconds: .max)

  /// One that is always over.
  public static let past = Moment(nanoseconds: .min)

  public static func < (a: Moment, b: Moment) -> Bool { a.nanoseconds < b.nanoseconds }

  /// `never` where the sum cannot be held.
  public static func + (moment: Moment, span: TimeSpan) -> Moment {
    let (length, isTooLong) = span.milliseconds.multipliedReportingOverflow(by: 1_000_000)
    let (sum, isBeyond) = moment.nanoseconds.addingReportingOverflow(length)
    guard !isTooLong, !isBeyond else { return span < .zero ? .past : .never }
    return Moment(nanoseconds: sum)
  }

  /// As exact as the clock is; `never` where the sum cannot be held.
  public func later(bySeconds seconds: Double) -> Moment {
    guard let length = Int64(exactly: (seconds * 1e9).rounded()) else { return .never }
    let (sum, isBeyond) = nanoseconds.addingReportingOverflow(length)
    return isBeyond ? .never : Moment(nanoseconds: sum)
  }

  /// Whole milliseconds from `earlier` to this moment, rounded towards minus infinity.
  public func since(_ earlier: Moment) -> TimeSpan {
    TimeSpan(milliseconds: distance(from: earlier).floored(by: 1_000_000))
  }

  /// The same in seconds, as exact as the clock is.
  public func seconds(since earlier: Moment) -> Double { Double(distance(from: earlier)) / 1e9 }

  /// The largest number there is where the distance is larger.
  private func distance(from earlier: Moment) -> Int64 {
    let (difference, isBeyond) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
    guard isBeyond else { return difference }
    return nanoseconds < earlier.nanoseconds ? .min : .max
  }
}
