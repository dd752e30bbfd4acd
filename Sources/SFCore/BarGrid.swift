/// Where the bars of an interval begin: at multiples of its length since 1970, weeks on Monday.
public struct BarGrid: Sendable {
  /// In milliseconds.
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
    (time - offset).floored(by: length) * length + offset
  }
}
