import SFCore

/// Lets entries pass at certain hours of certain days.
///
///     time_of_day:hours=08-20,days=mon-fri                      08:00 ≤ T < 20:00 UTC
///     time_of_day:hours=09:30-16:00,timezone=America/New_York   with summer time
///     time_of_day:hours=22-06,days=mon-thu+sun                  over midnight
///
/// T is the close boundary of the bar, and its day is the day of T there.
public struct TimeOfDayFilter: EntryFilter {
  public static let kind = "time_of_day"
  public static let summary = "Lets entries pass at certain hours of certain days."
  public static let parameters = [
    Parameter("hours", .text, default: "08-20", "from, and to but not at: 08-20, 09:30-16:00"),
    Parameter("days", .text, default: "mon-fri", "mon tue wed thu fri sat sun: mon-fri, sat+sun"),
    Parameter("timezone", .text, default: "UTC", "an IANA name, as America/New_York"),
  ]

  /// Minutes of the day.
  public let from: Int
  public let to: Int
  /// By day of the week, Monday first: whether entries pass.
  public let days: [Bool]
  public let timezone: String
  /// `nil` until the rules of the zone have been handed in.
  public private(set) var zone: ZoneRules?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    (from, to) = try Self.hours(arguments.name("hours"))
    days = try Self.days(arguments.name("days"))
    timezone = arguments.name("timezone")
    zone = timezone == "UTC" ? .utc : nil
  }

  /// The same filter with the rules of its zone.
  public func with(_ zone: ZoneRules) -> TimeOfDayFilter {
    var copy = self
    copy.zone = zone
    return copy
  }

  /// Whether T lies inside; `nil` without the rules of the zone.
  func isInside(_ time: Timestamp) -> Bool? {
    guard let zone else { return nil }
    let local = time.milliseconds + zone.offset(at: time)
    let day = local.floored(by: Timestamp.millisecondsPerDay)
    let minute = Int((local - day * Timestamp.millisecondsPerDay) / 60_000)
    // 1970-01-01 was a Thursday.
    let weekday = Int(((day + 3) % 7 + 7) % 7)
    let isTime = from < to ? minute >= from && minute < to : minute >= from || minute < to
    return isTime && days[weekday]
  }

  public func answer(_ entry: EntryView, _ book: Book, _ row: Span<Double>) -> FilterAnswer {
    switch isInside(entry.time) {
    case nil: .unknown(.data(.timezone))
    case true?: .yes
    case false?: .no(.rule(.outside))
    }
  }

  private static func hours(_ text: String) throws(ConfigurationError) -> (Int, Int) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let from = minute(parts[0]), let to = minute(parts[1]), from < 1_440,
      from != to
    else {
      throw ConfigurationError(
        "hours", "must be two times of day, as 08-20 or 09:30-16:00, found \(text)")
    }
    return (from, to)
  }

  /// `08` or `08:30`, up to 24:00.
  private static func minute(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ $0.utf8.count == 2 }),
      let hour = Int(parts[0]), let minute = parts.count == 2 ? Int(parts[1]) : 0, hour >= 0,
      (0..<60).contains(minute), hour * 60 + minute <= 1_440
    else { return nil }
    return hour * 60 + minute
  }

  private static let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  private static func days(_ text: String) throws(ConfigurationError) -> [Bool] {
    var days = [Bool](repeating: false, count: 7)
    for part in text.split(separator: "+", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
      guard (1...2).contains(ends.count), let first = names.firstIndex(of: ends[0]),
        let last = names.firstIndex(of: ends[ends.count - 1])
      else {
        throw ConfigurationError("days", "must be days, as mon-fri or sat+sun, found \(text)")
      }
      for step in 0...(last - first + 7) % 7 { days[(first + step) % 7] = true }
    }
    return days
  }
}
