import SFCore

/// Which session a bar belongs to: days, weeks from Monday, or months, in UTC.
struct SessionCalendar: Codable, Sendable {
  enum Length: String, Codable, Sendable { case day, week, month }

  private let length: Length
  private let start: Int64

  /// `start` is in minutes after 00:00 UTC.
  init(_ length: Length, startingAt start: Int) {
    self.length = length
    self.start = Int64(start) * 60_000
  }

  /// The number of the session; a bar that closes as one ends belongs to it.
  @inline(__always)
  func session(ofBarClosing ts: Timestamp) -> Int64 {
    let day = (ts + (-1 - start)).day
    switch length {
    case .day: return day
    // 1970-01-01 was a Thursday.
    case .week: return (day + 3).floored(by: 7)
    case .month:
      let date = CalendarDay(daysSince1970: day)
      return Int64(date.year * 12 + date.month)
    }
  }
}
