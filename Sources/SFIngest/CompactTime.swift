import SFCore

/// A date that is written as one number, perhaps with the time of day: `20240102`, `2024010215`,
/// `202401021530`, `20240102153000`.
///
/// As seconds or milliseconds since 1970 such numbers are moments of August 1970, of 2034, of the
/// summer of 1976, of the 27th century. Bars of these times, if there are any, open at whole
/// minutes, and days at whole half hours, as hardly any such number does.
enum CompactTime {
  enum Reading: Equatable {
    /// It is none: its length, or years that are not ours.
    case none
    case date(milliseconds: Int64)
    /// It looks like one, and there is no such date: `20241345`.
    case impossible
    /// It may as well be a time since 1970.
    case unsure
  }

  /// Reads the digits of a whole number; `isKnown` says that those before were dates.
  static func read(_ digits: UInt64, count: Int, isKnown: Bool) -> Reading {
    guard [8, 10, 12, 14].contains(count) else { return .none }
    var rest = digits
    func pop(_ divisor: UInt64) -> Int {
      defer { rest /= divisor }
      return Int(rest % divisor)
    }
    let second = count == 14 ? pop(100) : 0
    let minute = count >= 12 ? pop(100) : 0
    let hour = count >= 10 ? pop(100) : 0
    let (day, month) = (pop(100), pop(100))
    let date = CalendarDay(year: Int(rest), month: month, day: day)
    guard (1900...2100).contains(date.year) else { return .none }
    let mayBeNumber = count < 14 && digits % grid(count) == 0
    guard date.exists, hour < 24, minute < 60, second < 60 else {
      // A number of 2030 and later, or of a whole minute, is one since 1970.
      return isKnown || !mayBeNumber && count != 10 ? .impossible : .none
    }
    guard isKnown || !mayBeNumber else { return .unsure }
    let seconds = Int64((hour * 60 + minute) * 60 + second)
    return .date(
      milliseconds: date.daysSince1970 * Timestamp.millisecondsPerDay + seconds * 1_000)
  }

  /// Of what a number that is a time since 1970 would be a multiple.
  private static func grid(_ count: Int) -> UInt64 {
    switch count {
    case 8: 1_800
    case 10: 60
    default: 60_000
    }
  }

  /// What a number looks like that is no time since 1970 all the same; `nil` when it may be one.
  ///
  /// Days of a spreadsheet, from 1970 to 2099, are so small that as seconds they lie in the first
  /// day of 1970; so are times of day.
  static func likeness(_ value: Double, in column: TimeColumn.Naming) -> String? {
    let isWholeMinute = value.truncatingRemainder(dividingBy: 60) == 0
    if (25_570..<73_051).contains(value), column == .date || !isWholeMinute {
      let day = CalendarDay(daysSince1970: Int64(value) - 25_569)
      return "a day of a spreadsheet, \(text(day)): --time-format excel"
    }
    if column == .time, value > 0, value < 2_400, !isWholeMinute,
      value.truncatingRemainder(dividingBy: 100) < 60, value == value.rounded()
    {
      let (hour, minute) = Int(value).quotientAndRemainder(dividingBy: 100)
      return "a time of day, \(two(hour)):\(two(minute)), without its date"
    }
    return nil
  }

  private static func text(_ day: CalendarDay) -> String {
    "\(day.year)-\(two(day.month))-\(two(day.day))"
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
