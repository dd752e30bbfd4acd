import SFCore

/// What the times of one input add to UTC: by the rules of a zone that the user gives, or as the
/// texts themselves say.
///
/// Days, weeks and sessions of a market with daylight saving time are whole by its own clock: the
/// distance over the change is 23 or 25 hours. So it is the clock that tells how many bars lie
/// between two.
struct LocalClock {
  let zone: ZoneRules?
  /// Times in a row whose texts say the same: the earliest of them, and what they say.
  private var runs: [(first: Int64, shift: Int64)] = []

  init(_ zone: ZoneRules?) { self.zone = zone }

  /// Notes what the text of a time added to UTC.
  mutating func note(_ shift: Int64, at time: Int64) {
    if let run = runs.last, run.shift == shift {
      runs[runs.count - 1].first = min(run.first, time)
    } else {
      runs.append((time, shift))
    }
  }

  /// What is added to UTC at a time.
  func shift(at time: Int64) -> Int64 {
    if let zone { return zone.offset(at: Timestamp(milliseconds: time)) }
    // A close stands behind the last row that says the same.
    let run = runs.filter { $0.first <= time }.max { $0.first < $1.first }
    return (run ?? runs.min { $0.first < $1.first })?.shift ?? 0
  }

  /// How long lies between two times by this clock.
  func distance(from a: Int64, to b: Int64) -> Int64 { b + shift(at: b) - a - shift(at: a) }

  /// By how much clocks are moved; on Lord Howe Island it is half of that.
  private static let change: UInt64 = 3_600_000

  /// How many bars of a length lie from the close of one to the close of another, 1 where none is
  /// missing; `nil` where they are not on one grid.
  ///
  /// Bars of whole days are a day apart also where the file says nothing of its zone. Where a day
  /// is no whole number of bars, as of 65 minutes, each day begins a grid of its own.
  func steps(from a: Int64, to b: Int64, _ length: Int64) -> Int64? {
    guard length != CalendarMonth.length else {
      return CalendarMonth.between(a + shift(at: a), b + shift(at: b))
    }
    let (utc, local) = (b - a, distance(from: a, to: b))
    for distance in [utc, local] where distance % length == 0 && distance > 0 {
      return distance / length
    }
    let day = Timestamp.millisecondsPerDay
    if length % day == 0 {
      let count = (local + length / 2) / length
      let moved = (local - count * length).magnitude
      return count >= 1 && (moved == Self.change || moved == Self.change / 2) ? count : nil
    }
    let isNextDay =
      (b + shift(at: b) - length).floored(by: day) > (a + shift(at: a) - 1).floored(by: day)
    return day % length != 0 && length < day && isNextDay ? max(1, local / length) : nil
  }

  /// The time that is so many bars behind another: days, weeks and months are those of the clock.
  func later(_ time: Int64, by count: Int64, of length: Int64) -> Int64 {
    guard length == CalendarMonth.length else {
      guard let zone, length % Timestamp.millisecondsPerDay == 0 else {
        return time + count * length
      }
      return zone.moment(time, plusLocal: count * length)
    }
    return moment(ofLocal: CalendarMonth.later(time + shift(at: time), by: count), near: time)
  }

  /// Whether two times are the first days of months that follow each other, or the last ones: files
  /// of months name a day on which there was trading.
  func isMonth(from a: Int64, to b: Int64) -> Bool {
    let (first, next) = (a + shift(at: a), b + shift(at: b))
    let (begin, end) = (CalendarMonth.begin(of: first), CalendarMonth.begin(of: next))
    guard CalendarMonth.between(begin, end) == 1 else { return false }
    let near = 4 * Timestamp.millisecondsPerDay
    let areFirst = first - begin < near && next - end < near
    return areFirst || end - first <= near && CalendarMonth.later(end, by: 1) - next <= near
  }

  /// When the month ends in which a bar opens, on whichever day of it.
  func endOfMonth(from open: Int64) -> Int64 {
    let begin = CalendarMonth.begin(of: open + shift(at: open))
    return moment(ofLocal: CalendarMonth.later(begin, by: 1), near: open)
  }

  private func moment(ofLocal local: Int64, near time: Int64) -> Int64 {
    if let moment = zone?.moment(ofLocal: local) { return moment }
    return local - shift(at: local - shift(at: time))
  }

  /// What may have been meant where two times are off the grid.
  func help(from a: Int64, to b: Int64, _ length: Int64) -> String {
    let distance = distance(from: a, to: b)
    let rest = min(distance % length, length - distance % length)
    if zone == nil, rest.magnitude == Self.change || rest.magnitude == Self.change / 2,
      distance >= 4 * rest
    {
      return "clocks that are moved in spring and autumn: --timezone America/New_York, or whose "
        + "they are"
    }
    return "--on-error skip leaves it out"
  }
}
