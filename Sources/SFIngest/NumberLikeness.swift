import SFCore

/// What a number looks like that is no time since 1970 all the same: a date in another order, a day
/// of a spreadsheet, a time of day.
///
/// All are so small, or so large, that a market has hardly any bar of the time that they would be
/// since 1970. Nobody guesses which of them it is: the user says it with the option that is named.
enum NumberLikeness {
  /// The orders in which dates are written as one number, by how many digits that are.
  private static let forms: [Int: [String]] = [
    6: ["%y%m%d", "%d%m%y", "%m%d%y", "%Y%m"],
    8: ["%Y%m%d", "%d%m%Y", "%m%d%Y", "%y%m%d%H"],
    10: ["%y%m%d%H%M", "%d%m%y%H%M", "%m%d%y%H%M"],
    12: ["%d%m%Y%H%M", "%m%d%Y%H%M", "%y%m%d%H%M%S"],
    14: ["%d%m%Y%H%M%S", "%m%d%Y%H%M%S"],
  ]

  /// Seconds since 1970 that are fewer lie before March 1973: days of a spreadsheet, years, dates
  /// of up to eight digits and times of day all do.
  private static let least: UInt64 = 100_000_000
  /// Seconds since 1970 that are more lie behind 2033.
  private static let most: UInt64 = 2_000_000_000

  /// What a number looks like; `nil` when it may be a time since 1970.
  ///
  /// `isFirst` says that no time was read before, which would have told what all are.
  static func of(
    _ whole: UInt64, hasFraction: Bool, _ unit: TimeUnit, isFirst: Bool,
    in column: TimeColumn.Naming
  ) -> String? {
    if unit == .seconds, whole < least { return ofFew(whole, hasFraction, column) }
    guard isFirst, !hasFraction, unit == .milliseconds || unit == .seconds && whole > most else {
      return nil
    }
    return dates(whole)
  }

  private static func ofFew(
    _ whole: UInt64, _ hasFraction: Bool, _ column: TimeColumn.Naming
  ) -> String? {
    // In a column of dates there are no seconds of 1970; in others only whole minutes may be.
    guard column == .date && whole > 0 || hasFraction || whole % 60 != 0 else { return nil }
    if (25_570..<73_051).contains(whole) {
      let day = CalendarDay(daysSince1970: Int64(whole) - 25_569)
      return "a day of a spreadsheet, \(text(day)): --time-format excel"
    }
    if column == .time, !hasFraction, let time = timeOfDay(whole) { return time }
    if hasFraction { return column == .date ? "a part of a date" : nil }
    if whole > 9_999, let dates = dates(whole) { return dates }
    guard column == .date else { return nil }
    if (1_900...2_100).contains(whole) { return "a year, of which there are no bars" }
    return "too few seconds for a date: --time-format says how it is written, s for seconds"
  }

  /// A time of day without its date.
  private static func timeOfDay(_ value: UInt64) -> String? {
    let isLong = value > 9_999
    guard value > 0, let milliseconds = TimeOfDay.number(Int64(value), hasSeconds: isLong) else {
      return nil
    }
    let (hour, minute) = Int(milliseconds / 60_000).quotientAndRemainder(dividingBy: 60)
    return "a time of day, \(two(hour)):\(two(minute)), without its date"
  }

  /// The dates that a number may be, each with the option that says so; `nil` when it is none.
  private static func dates(_ value: UInt64) -> String? {
    let readings = readings(value)
    guard !readings.isEmpty else { return nil }
    if CompactTime.width(of: value) % 2 == 1 {
      return "a date without its first zero, 0\(value): write it as text"
    }
    return "a date: "
      + readings.map { "--time-format \($0.form) (\(text($0.day)))" }.joined(separator: " or ")
  }

  /// Whether six digits are a day in some order.
  static func isDay(_ value: UInt64) -> Bool {
    readings(value).contains { $0.form != "%Y%m" }
  }

  private static func readings(_ value: UInt64) -> [(form: String, day: CalendarDay)] {
    var digits = Array(String(value).utf8)
    // A program that takes it for a number drops the zero of its first day or month. Milliseconds
    // of today have thirteen digits.
    if digits.count % 2 == 1, digits.count != 13 { digits.insert(UInt8(ascii: "0"), at: 0) }
    return (forms[digits.count] ?? []).compactMap { form in
      guard let format = TimeFormat(form),
        case .local(let milliseconds)? = digits.withUnsafeBufferPointer(format.read)
      else { return nil }
      let days = milliseconds.floored(by: Timestamp.millisecondsPerDay)
      let day = CalendarDay(daysSince1970: days)
      return (1900...2100).contains(day.year) ? (form, day) : nil
    }
  }

  private static func text(_ day: CalendarDay) -> String {
    "\(day.year)-\(two(day.month))-\(two(day.day))"
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
