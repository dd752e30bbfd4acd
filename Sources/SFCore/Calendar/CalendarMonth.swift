/// A month of the calendar, as the length of a bar.
///
/// How long one is depends on which it is. As a number of milliseconds it is the mean of the
/// Gregorian calendar, which no other interval is: who counts bars by their length finds about the
/// right number, and who goes from one bar to another asks here.
public enum CalendarMonth {
  /// 30.436875 days.
  public static let length: Int64 = 2_629_746_000

  /// When the month begins in which a time lies, both of one clock.
  public static func begin(of time: Int64) -> Int64 { begin(number(of: time)) }

  /// The time so many months later that is as far from the begin of a month: of two begins the
  /// nearer one counts, so that times of a clock beside UTC stay with their own month.
  public static func later(_ time: Int64, by count: Int64) -> Int64 {
    let own = number(of: time)
    let near = time - begin(own) <= begin(own + 1) - time ? own : own + 1
    return begin(near + count) + time - begin(near)
  }

  /// How many months lie between two begins; `nil` where one of them is none, also within a few days,
  /// as of who dates a close by the last day of trading.
  public static func between(_ a: Int64, _ b: Int64) -> Int64? {
    guard let first = nearBegin(a), let last = nearBegin(b) else { return nil }
    return last - first
  }

  private static func nearBegin(_ time: Int64) -> Int64? {
    let near = 4 * Timestamp.millisecondsPerDay
    let own = number(of: time)
    if time - begin(own) <= near { return own }
    return begin(own + 1) - time <= near ? own + 1 : nil
  }

  /// Months since the year 0.
  private static func number(of time: Int64) -> Int64 {
    let day = CalendarDay(daysSince1970: time.floored(by: Timestamp.millisecondsPerDay))
    return Int64(day.year) * 12 + Int64(day.month - 1)
  }

  private static func begin(_ number: Int64) -> Int64 {
    let year = number.floored(by: 12)
    let day = CalendarDay(year: Int(year), month: Int(number - year * 12) + 1, day: 1)
    return day.daysSince1970 * Timestamp.millisecondsPerDay
  }
}
