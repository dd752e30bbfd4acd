/// The days on which the stock exchanges of the United States are closed.
///
/// They follow from rules; days of mourning and of storms stand in a list.
package enum ExchangeHolidays {
  package static func days(_ years: ClosedRange<Int>) -> Set<Int64> {
    Set(years.flatMap(days(of:)) + single)
  }

  private static func days(of year: Int) -> [Int64] {
    var days = [
      nth(3, weekday: 0, year, 2),  // Presidents' Day
      easter(year) - 2,  // Good Friday
      nth(1, weekday: 0, year, 6) - 7,  // Memorial Day: the last Monday of May
      observed(year, 7, 4), nth(1, weekday: 0, year, 9), nth(4, weekday: 3, year, 11),
      observed(year, 12, 25),
    ]
    // One that would be observed in the year before is not.
    let first = day(year, 1, 1)
    if MarketCalendar.weekday(first) != 5 { days.append(observed(year, 1, 1)) }
    if year >= 1998 { days.append(nth(3, weekday: 0, year, 1)) }
    if year >= 2022 { days.append(observed(year, 6, 19)) }
    return days
  }

  private static let single: [Int64] = [
    (1994, 4, 27), (2001, 9, 11), (2001, 9, 12), (2001, 9, 13), (2001, 9, 14), (2004, 6, 11),
    (2007, 1, 2), (2012, 10, 29), (2012, 10, 30), (2018, 12, 5), (2025, 1, 9),
  ].map { day($0.0, $0.1, $0.2) }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
    CalendarDay(year: year, month: month, day: day).daysSince1970
  }

  /// Saturdays are observed on Friday, Sundays on Monday.
  private static func observed(_ year: Int, _ month: Int, _ date: Int) -> Int64 {
    let day = day(year, month, date)
    switch MarketCalendar.weekday(day) {
    case 5: return day - 1
    case 6: return day + 1
    default: return day
    }
  }

  /// The n-th of a weekday in a month.
  private static func nth(_ n: Int64, weekday: Int, _ year: Int, _ month: Int) -> Int64 {
    let first = day(year, month, 1)
    return first + Int64((weekday - MarketCalendar.weekday(first) + 7) % 7) + 7 * (n - 1)
  }

  /// Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher.
  private static func easter(_ year: Int) -> Int64 {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30
    let e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7
    let f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114
    return day(year, f / 31, f % 31 + 1)
  }
}

extension MarketCalendar {
  /// Of stocks in the United States.
  public static func us(_ newYork: ZoneRules) -> MarketCalendar {
    let session = 570..<960
    return MarketCalendar(
      name: "us", daysPerYear: 252, zone: newYork,
      hours: [session, session, session, session, session, nil, nil],
      closed: ExchangeHolidays.days(1990...2099))
  }

  /// Of currencies, from Sunday to Friday at five in New York.
  public static func currencies(_ newYork: ZoneRules) -> MarketCalendar {
    let all = 0..<1_440
    return MarketCalendar(
      name: "24/5", daysPerYear: 260, zone: newYork,
      hours: [all, all, all, all, 0..<1_020, nil, 1_020..<1_440], closed: [])
  }
}
