import SFCore

/// When the report of a day is due: `00:05`, in UTC.
public struct DailyTime: Sendable, Equatable {
  /// Since midnight.
  public let milliseconds: Int64
  /// The last day that was reported or passed by; `nil` before the first look.
  private var reported: Int64?

  /// `nil` for a text that is no time of day.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int64(parts[0]),
      let minute = Int64(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
    else { return nil }
    milliseconds = (hour * 60 + minute) * 60_000
  }

  /// The day whose report is due now, in days since 1970; `nil` for none. It is the day before the one
  /// at whose time it is due, and each is due once; what was due before the first look is past.
  public mutating func due(at now: Timestamp) -> Int64? {
    let day = (now + -milliseconds).day - 1
    defer { reported = max(reported ?? day, day) }
    guard let reported, day > reported else { return nil }
    return day
  }
}
