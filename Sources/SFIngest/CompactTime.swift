import SFCore

/// A date that is written as one number, perhaps with the time of day: `20240102`, `2024010215`,
/// `202401021530`, `20240102153000`, `20240102153000123`; or a month, `202401`.
///
/// As seconds or milliseconds since 1970 such numbers are moments of August 1970, of 2034, of the
/// summer of 1976, of the 27th century. Bars of these times, if there are any, open at whole
/// minutes, and days at whole half hours, as hardly any such number does.
enum CompactTime {
  enum Reading: Equatable {
    /// It is none: its length, or years that are not ours.
    case none
    case time(milliseconds: Int64, TimeUnit)
    /// It looks like one, and there is no such date: `20241345`.
    case impossible
    /// It may as well be a time since 1970.
    case unsure
  }

  /// Reads a whole number; `known` is how those before were written.
  static func read(_ digits: UInt64, known: TimeUnit?, in column: TimeColumn.Naming) -> Reading {
    let count = width(of: digits)
    if count == 6, known == .months || known == nil && column == .date {
      // As a day it may be another: 201201 is the first of December 2020, too.
      if known == nil, NumberLikeness.isDay(digits) { return .none }
      return month(digits)
    }
    guard [8, 10, 12, 14, 17].contains(count), known == nil || known == .compact else {
      return .none
    }
    return day(digits, count, isKnown: known == .compact)
  }

  private static func month(_ digits: UInt64) -> Reading {
    let (year, month) = Int(digits).quotientAndRemainder(dividingBy: 100)
    guard (1900...2100).contains(year), (1...12).contains(month) else { return .none }
    let date = CalendarDay(year: year, month: month, day: 1)
    return .time(milliseconds: date.daysSince1970 * Timestamp.millisecondsPerDay, .months)
  }

  private static func day(_ digits: UInt64, _ count: Int, isKnown: Bool) -> Reading {
    var rest = digits
    func pop(_ divisor: UInt64) -> Int {
      defer { rest /= divisor }
      return Int(rest % divisor)
    }
    let milliseconds = count == 17 ? pop(1_000) : 0
    let second = count >= 14 ? pop(100) : 0
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
    let ofDay = Int64((hour * 60 + minute) * 60 + second) * 1_000 + Int64(milliseconds)
    return .time(
      milliseconds: date.daysSince1970 * Timestamp.millisecondsPerDay + ofDay, .compact)
  }

  /// Of what a number that is a time since 1970 would be a multiple.
  private static func grid(_ count: Int) -> UInt64 {
    switch count {
    case 8: 1_800
    case 10: 60
    default: 60_000
    }
  }

  static func width(of digits: UInt64) -> Int {
    var (rest, count) = (digits, 1)
    while rest >= 10 {
      rest /= 10
      count += 1
    }
    return count
  }
}
