/// When a market is open: what lies outside of it is not missing.
///
///     24/7   always                                 365 days a year
///     24/5   Sunday 17:00 to Friday 17:00           260 days a year, New York
///     us     Monday to Friday 09:30 to 16:00        252 days a year, New York, without holidays
public struct MarketCalendar: Hashable, Sendable, Codable {
  /// How the user named it.
  public let name: String
  public let daysPerYear: Double
  /// Whose clock the hours are of.
  package let zone: ZoneRules
  /// Minutes of the day of each weekday, from Monday; `nil` for one on which it is closed.
  package let hours: [Range<Int>?]
  /// Days since 1970 on which it is closed beside them, ascending.
  package let closed: [Int64]
  /// The minute of the clock at which a day ends.
  private let endOfDay: Int

  public init(
    name: String, daysPerYear: Double, zone: ZoneRules, hours: [Range<Int>?], closed: Set<Int64>
  ) {
    precondition(hours.count == 7)
    self.name = name
    self.daysPerYear = daysPerYear
    self.zone = zone
    self.hours = hours
    self.closed = closed.sorted()
    endOfDay = Self.endOfDay(hours)
  }

  /// Where trading goes on over midnight a day ends when the week does, as that of currencies at
  /// five; else at midnight.
  private static func endOfDay(_ hours: [Range<Int>?]) -> Int {
    let midnight = 1_440
    let goesOn = hours.indices.contains { day in
      hours[day]?.upperBound == midnight && hours[(day + 1) % hours.count]?.lowerBound == 0
    }
    return goesOn ? hours.compactMap { $0?.upperBound }.min() ?? midnight : midnight
  }

  private static let day = Timestamp.millisecondsPerDay

  /// The weekday of a day since 1970, which was a Thursday; 0 is Monday.
  package static func weekday(_ day: Int64) -> Int {
    let sum = day + 3
    return Int(sum - sum.floored(by: 7) * 7)
  }

  /// Whether there is trading on a day.
  package func trades(on day: Int64) -> Bool {
    hours[Self.weekday(day)] != nil && !isClosed(on: day)
  }

  private func isClosed(on day: Int64) -> Bool {
    var (low, high) = (0, closed.count)
    while low < high {
      let middle = (low + high) / 2
      if closed[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low < closed.count && closed[low] == day
  }

  /// Whether a day has a bar of its own: a Sunday evening is put to the Monday by many.
  private func hasBar(_ day: Int64) -> Bool {
    let longest = hours.map { $0?.count ?? 0 }.max() ?? 0
    return trades(on: day) && 2 * (hours[Self.weekday(day)]?.count ?? 0) >= longest
  }

  /// Whether a bar can be expected that opens at a time and is so long; `shift` is what the clock
  /// of the file adds to UTC.
  ///
  /// Bars of whole days are dated by the file, and the dates are those of the market; of shorter
  /// ones the hours of the market tell.
  package func expects(barAt open: Int64, _ length: Int64, shift: Int64) -> Bool {
    if length >= Self.day {
      let first = (open + shift).floored(by: Self.day)
      let days = length / Self.day
      // A week without any trading has not been.
      return days >= 7 || (first..<first + days).contains(where: hasBar)
    }
    let local = open + zone.offset(at: Timestamp(milliseconds: open))
    let first = local.floored(by: Self.day)
    return (first...(local + length - 1).floored(by: Self.day)).contains { day in
      guard trades(on: day), let hours = hours[Self.weekday(day)] else { return false }
      let start = day * Self.day
      return start + Int64(hours.lowerBound) * 60_000 < local + length
        && local < start + Int64(hours.upperBound) * 60_000
    }
  }

  /// Of a number of steps between two closes, those of bars that are missing, from 1.
  ///
  /// `first` is when the first of them opens.
  package func missing(_ count: Int64, from first: Int64, _ length: Int64, shift: Int64) -> [Int64]
  {
    (1...max(1, count)).filter {
      $0 <= count && expects(barAt: first + ($0 - 1) * length, length, shift: shift)
    }
  }
}

// MARK: - Days

extension MarketCalendar {
  /// No market is closed for so many days.
  private static let longestBreak: Int64 = 31

  /// When the day of the market ends to which a mark belongs, the end itself included.
  ///
  /// What lies on a day without trading belongs to the next day that has some, as a Sunday evening
  /// to Monday.
  ///
  ///     us      Friday 16:00 → Friday 24:00     Saturday 12:00 → Monday 24:00
  ///     24/5    Friday 17:00 → Friday 17:00     Sunday 18:00 → Monday 17:00
  public func endOfDay(of mark: Timestamp) -> Timestamp {
    let local = mark.milliseconds + zone.offset(at: mark + -1)
    let end = Int64(endOfDay) * 60_000
    var day = (local - 1 + Self.day - end).floored(by: Self.day)
    let last = day + Self.longestBreak
    while !hasBar(day), day < last { day += 1 }
    let moment = day * Self.day + end
    return Timestamp(
      milliseconds: zone.moment(ofLocal: moment) ?? moment - zone.offset(at: mark))
  }

  /// Which day of the market's clock ends at a moment, in days since 1970.
  public func day(endingAt end: Timestamp) -> Int64 {
    (end.milliseconds + zone.offset(at: end + -1) - 1).floored(by: Self.day)
  }

  /// Whether trading of a day ends with a mark: that of its hours, or the day itself.
  public func closes(at mark: Timestamp) -> Bool {
    let local = mark.milliseconds + zone.offset(at: mark + -1)
    let day = (local - 1).floored(by: Self.day)
    let minute = (local - day * Self.day)
    guard minute % 60_000 == 0, let hours = hours[Self.weekday(day)], trades(on: day) else {
      return false
    }
    let close = endOfDay < 1_440 ? endOfDay : hours.upperBound
    return minute == Int64(close) * 60_000 && hasBar(day)
  }

  /// How many bars of a length a day has, the longest of a week.
  ///
  ///     us, 1h    7 of 6.5 hours        24/5, 1h    24        1d    1
  public func barsPerDay(_ length: Int64) -> Double {
    guard length < Self.day else { return Double(Self.day) / Double(length) }
    let minutes = hours.map { $0?.count ?? 0 }.max() ?? 0
    return (Double(minutes) * 60_000 / Double(length)).rounded(.up)
  }
}
