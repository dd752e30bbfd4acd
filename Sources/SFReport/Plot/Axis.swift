import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A range of values with round ticks in it.
package struct Axis {
  package let low: Double
  package let high: Double
  /// Between two ticks: 1, 2 or 5 times a power of ten.
  private let step: Double

  /// Holds both ends, with some room around.
  package init(from least: Double, to most: Double, margin: Double) {
    // A flat line lies in the middle.
    let span = most > least ? most - least : max(least.magnitude * 0.01, 1e-6)
    let pad = most > least ? span * margin : span / 2
    low = least - pad
    high = most + pad
    let raw = (high - low) / 4
    let power = pow(10, log10(raw).rounded(.down))
    step = power * (raw / power < 1.5 ? 1 : raw / power < 3.5 ? 2 : raw / power < 7.5 ? 5 : 10)
  }

  /// Where a value lies: 0 at the low end, 1 at the high end.
  func position(_ value: Double) -> Double { (value - low) / (high - low) }

  package var ticks: [Double] {
    var ticks: [Double] = []
    // Counted and not summed, so that errors do not add up and the loop ends.
    let first = (low / step).rounded(.up)
    for index in 0..<12 {
      let tick = (first + Double(index)) * step
      if tick > high { break }
      ticks.append(tick)
    }
    return ticks
  }

  /// The decimals that tell two ticks apart.
  package var decimals: Int { max(0, -Int(log10(step * 1.000_001).rounded(.down))) }
}

/// Round moments in a stretch of time.
package enum TimeTicks {
  private static let minute: Int64 = 60_000
  private static let steps: [Int64] = [1, 5, 15, 30, 60, 180, 360, 720, 1_440, 2_880, 10_080]
    .map { $0 * minute }

  /// At most six, with their texts.
  package static func between(_ start: Timestamp, _ end: Timestamp) -> [(
    ts: Timestamp, label: String
  )] {
    if let step = steps.first(where: { (end - start) / $0 <= 5 }) {
      var ticks: [(Timestamp, String)] = []
      var moment = ((start.milliseconds - 1).floored(by: step) + 1) * step
      while moment <= end.milliseconds {
        let ts = Timestamp(milliseconds: moment)
        ticks.append((ts, label(ts, step)))
        moment += step
      }
      return ticks
    }
    return months(start, end)
  }

  private static func label(_ ts: Timestamp, _ step: Int64) -> String {
    let text = Array(ts.description)
    if step >= Timestamp.millisecondsPerDay { return String(text[..<10]) }
    return ts.milliseconds % Timestamp.millisecondsPerDay == 0
      ? String(text[..<10]) : String(text[11..<16])
  }

  private static func months(
    _ start: Timestamp, _ end: Timestamp
  ) -> [(ts: Timestamp, label: String)] {
    let (first, last) = (month(start), month(end))
    let step =
      [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 2_400, 6_000].first {
        (last - first) / $0 <= 5
      } ?? 12_000
    var ticks: [(Timestamp, String)] = []
    for month in stride(from: first / step * step, through: last, by: step) {
      let day = CalendarDay(year: month / 12, month: month % 12 + 1, day: 1)
      let ts = Timestamp(milliseconds: day.daysSince1970 * Timestamp.millisecondsPerDay)
      guard ts >= start, ts <= end else { continue }
      ticks.append((ts, String(ts.description.prefix(step >= 12 ? 4 : 7))))
    }
    return ticks
  }

  /// Months since the year 0.
  private static func month(_ ts: Timestamp) -> Int {
    let day = CalendarDay(daysSince1970: ts.day)
    return day.year * 12 + day.month - 1
  }
}
