import SFBinance
import SFCore

/// A length that klines are asked for in: those of `Interval`, and a month of the calendar.
package struct KlineInterval: Sendable {
  package let text: String
  /// `nil` for a month.
  private let grid: BarGrid?
  /// How much later than UTC the day begins, in milliseconds: −12 h to +14 h.
  private let offset: Int64

  private static let month = "1M"
  /// All others.
  private static let lengths: Set<String> = [
    "1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w",
  ]

  package init?(_ text: String, offset: Int64 = 0) {
    self.text = text
    self.offset = offset
    if text == Self.month {
      grid = nil
    } else {
      guard Self.lengths.contains(text), let interval = Interval(text) else { return nil }
      grid = BarGrid(interval)
    }
  }

  /// Made of seconds, not of minutes.
  package var isShort: Bool { grid.map { $0.length < 60_000 } ?? false }

  /// When the kline opened that is open at a time, both in milliseconds.
  package func begin(of time: Int64) -> Int64 {
    if let grid { return grid.begin(of: time + offset) - offset }
    return Self.monthBegin(of: time + offset) - offset
  }

  /// The last millisecond of the kline that opened at a time.
  package func lastMillisecond(of opened: Int64) -> Int64 {
    if let grid { return opened + grid.length - 1 }
    let day = CalendarDay(daysSince1970: (opened + offset).floored(by: Self.day))
    let next = CalendarDay(
      year: day.month == 12 ? day.year + 1 : day.year, month: day.month % 12 + 1, day: 1)
    return next.daysSince1970 * Self.day - offset - 1
  }

  private static let day = Timestamp.millisecondsPerDay

  private static func monthBegin(of time: Int64) -> Int64 {
    let day = CalendarDay(daysSince1970: time.floored(by: Self.day))
    return CalendarDay(year: day.year, month: day.month, day: 1).daysSince1970 * Self.day
  }
}

extension SpotMarket {
  /// Klines that open from one time to another, inclusive: the first from `from`, or the newest
  /// without it; the last may still be open.
  package func klines(
    _ interval: KlineInterval, from: Int64?, to: Int64?, limit: Int
  ) -> [SpotKline] {
    let series = interval.isShort ? seconds : minutes
    var klines: [SpotKline] = []
    series.forEach(from: from ?? start(of: limit, interval, to, series)) { part in
      let begin = interval.begin(of: part.opened)
      if begin < from ?? .min { return true }
      guard begin <= to ?? .max else { return false }
      if let open = klines.indices.last, klines[open].opened == begin {
        klines[open].add(part)
      } else {
        if from != nil, klines.count == limit { return false }
        klines.append(part.opening(at: begin))
      }
      return true
    }
    return klines.suffix(limit)
  }

  /// A time from which so many klines up to another, or to now, are sure to be whole.
  private func start(
    of limit: Int, _ interval: KlineInterval, _ to: Int64?, _ series: KlineSeries
  ) -> Int64 {
    guard var begin = series.current.map({ interval.begin(of: min($0.opened, to ?? .max)) })
    else { return .max }
    for _ in 1..<max(2, limit) where begin > 0 { begin = interval.begin(of: begin - 1) }
    return begin
  }
}
