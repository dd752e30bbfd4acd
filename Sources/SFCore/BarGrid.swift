/// Where the bars of an interval begin: at multiples of its length since 1970, weeks on Monday,
/// months on their first day.
public struct BarGrid: Sendable {
  /// In milliseconds; of a month the mean.
  public let length: Int64
  private let offset: Int64

  /// The interval must be bound to time.
  public init(_ interval: Interval) {
    guard let length = interval.milliseconds else {
      preconditionFailure("\(interval) is not bound to time")
    }
    self.length = length
    offset = Self.offset(of: interval)
  }

  /// How much later than 1970 its bars begin, in milliseconds: 1970-01-05 was a Monday.
  static func offset(of interval: Interval) -> Int64 {
    (interval.milliseconds ?? 1) % (7 * Timestamp.millisecondsPerDay) == 0
      ? 4 * Timestamp.millisecondsPerDay : 0
  }

  /// The begin of the bar that is open at a time.
  public func begin(of time: Int64) -> Int64 {
    guard length != CalendarMonth.length else { return CalendarMonth.begin(of: time) }
    return (time - offset).floored(by: length) * length + offset
  }

  /// The begin of the bar that is so many behind the one that begins at a time.
  public func begin(_ begin: Int64, plus count: Int64) -> Int64 {
    Self.later(begin, by: count, of: length)
  }

  /// The begin of the first bar that begins at a time or behind it.
  public func first(from time: Int64) -> Int64 {
    let begin = begin(of: time)
    return begin == time ? begin : self.begin(begin, plus: 1)
  }

  /// The time that is so many bars of a length behind another, by UTC.
  @inlinable
  public static func later(_ time: Int64, by count: Int64, of length: Int64) -> Int64 {
    length == CalendarMonth.length
      ? CalendarMonth.later(time, by: count) : time + count * length
  }
}
