import SFCore

/// Tells gaps that are weekends from others, so that a market that closes is known for one.
package enum WeekendWatch {
  private static let day = Timestamp.millisecondsPerDay

  /// Whether what is missing is a Saturday and a Sunday, with nights and a holiday beside them.
  /// Half a day is left for clocks that are not UTC.
  package static func isWeekend(_ gap: Gap, _ length: Int64) -> Bool {
    let (open, close) = (gap.from.milliseconds - length, gap.to.milliseconds)
    guard length <= day, close - open <= 4 * day else { return false }
    let first = (open + day / 2).floored(by: day)
    let saturday = first + Int64((5 - MarketCalendar.weekday(first) + 7) % 7)
    return saturday * day + day / 2 >= open && (saturday + 2) * day - day / 2 <= close
  }
}
