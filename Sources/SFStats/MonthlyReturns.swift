import SFCore

/// The return of each month: equity at its end over equity at the end of the month before.
///
/// Months end as days do: with the mark at 00:00 UTC that closes their last bar, or with the last
/// day of a market's calendar. The first return is from the capital; a month without a mark gives
/// none; a month that is cut counts.
public struct MonthlyReturns: Codable, Hashable, Sendable {
  public struct Month: Codable, Hashable, Sendable {
    public let year: Int
    /// 1…12.
    public let month: Int
    /// Equity at the end of the month before, at first the capital.
    let begin: Price
    /// Equity at its last mark.
    let end: Price
    /// The deepest fall below the high-water mark of the run, a positive fraction, that was said.
    public let drawdown: Double
    /// Whether equity was 0 or less in it or before.
    let isRuined: Bool

    /// As a fraction; `nil` from a month on in which equity was 0 or less.
    public var value: Double? { isRuined ? nil : end.change(from: begin) }
  }

  /// What the months of a year make together.
  public struct Year: Hashable, Sendable {
    public let year: Int
    /// As a fraction; `nil` from a year on in which equity was 0 or less.
    public let value: Double?
    public let drawdown: Double
  }

  private var closed: [Month] = []
  /// Equity at the end of the last month, at first the capital.
  private var base: Price
  /// Equity at the last mark of the open month; `nil` before the first mark.
  private var last: Price?
  private var year = 0
  private var month = 0
  private var deepest = 0.0
  private var endOfMonth = Timestamp.earliest
  private var isRuined: Bool

  public init(capital: Price) {
    base = capital
    isRuined = capital <= .zero
  }

  /// Takes the equity at a mark; `day` is that of the market, in days since 1970, `nil` for that of
  /// UTC.
  public mutating func update(_ equity: Price, at ts: Timestamp, onDay day: Int64? = nil) {
    if begins(ts, onDay: day) {
      // 00:00 still belongs to the day that it ends.
      begin(day ?? Timestamp(milliseconds: ts.milliseconds - 1).day)
    }
    if equity <= .zero { isRuined = true }
    last = equity
  }

  /// Whether a time is in a month of which nothing has been said.
  public func begins(_ ts: Timestamp, onDay day: Int64? = nil) -> Bool {
    guard let day else { return ts > endOfMonth }
    return day >= endOfMonth.day
  }

  /// Takes how far equity is below its high-water mark, in the month of the last mark.
  public mutating func deepen(_ depth: Double) { deepest = max(deepest, depth) }

  private mutating func begin(_ number: Int64) {
    if let open { closed.append(open) }
    if let last { base = last }
    deepest = 0
    let day = CalendarDay(daysSince1970: number)
    (year, month) = (day.year, day.month)
    let next = CalendarDay(
      year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
    endOfMonth = Timestamp(milliseconds: next.daysSince1970 * Timestamp.millisecondsPerDay)
  }

  private var open: Month? {
    last.map {
      Month(
        year: year, month: month, begin: base, end: $0, drawdown: deepest, isRuined: isRuined)
    }
  }

  /// Every month that had a mark, the last as far as it has come.
  public var list: [Month] { closed + (open.map { [$0] } ?? []) }

  /// Every year that had a mark, the first and the last as far as they were run.
  public var years: [Year] {
    var years: [Year] = []
    var months = list[...]
    while let first = months.first {
      let own = months.prefix { $0.year == first.year }
      months = months.dropFirst(own.count)
      years.append(
        Year(
          year: first.year,
          value: own.contains(where: \.isRuined)
            ? nil : own[own.endIndex - 1].end.change(from: first.begin),
          drawdown: own.map(\.drawdown).max() ?? 0))
    }
    return years
  }
}
