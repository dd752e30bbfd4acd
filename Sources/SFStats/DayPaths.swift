import SFCore

/// What equity did on one day, as multiples of what it was at the end of the day before: enough to
/// put the day behind any other and to know what the marks of both would have been.
public struct DayPath: Codable, Hashable, Sendable {
  /// The return of the day.
  public let change: Double
  public let low: Double
  public let high: Double
  /// The largest fall below a high of the same day, a positive fraction.
  public let fall: Double

  public init(change: Double, low: Double, high: Double, fall: Double) {
    self.change = change
    self.low = low
    self.high = high
    self.fall = fall
  }
}

extension DayPath {
  /// The largest fall below the high-water mark over all marks of days that follow each other.
  public static func maximumDrawdown(of days: some Sequence<DayPath>) -> Double {
    var (equity, high, deepest) = (1.0, 1.0, 0.0)
    for day in days {
      // A fall is from a high of days before, or from one of the same day.
      deepest = max(deepest, 1 - equity * day.low / high, day.fall)
      high = max(high, equity * day.high)
      equity *= 1 + day.change
    }
    return deepest
  }

  /// What days that follow each other make of a capital of 1.
  public static func growth(of days: some Sequence<DayPath>) -> Double {
    days.reduce(1) { $0 * (1 + $1.change) }
  }
}

/// Turns equity at marks into one path for each day that has a return.
public struct DayPaths: Codable, Hashable, Sendable {
  private var daily: DailyReturns
  private var low = 1.0
  private var high = 1.0
  private var fall = 0.0

  public init(capital: Price) { daily = DailyReturns(capital: capital) }

  /// Takes the equity at a mark; returns the day before, when this mark is the first of a later one.
  public mutating func update(
    _ equity: Price, at ts: Timestamp, endingAt end: Timestamp? = nil
  ) -> DayPath? {
    let isNew = daily.begins(ts)
    let closed = isNew ? open : nil
    _ = daily.update(equity, at: ts, endingAt: end)
    guard daily.base > .zero else { return closed }
    let worth = Double(equity.units) / Double(daily.base.units)
    if isNew { (low, high, fall) = (worth, worth, 0) }
    low = min(low, worth)
    high = max(high, worth)
    if high > 0 { fall = max(fall, 1 - worth / high) }
    return closed
  }

  /// The open day so far; `nil` before the first mark, and for who is ruined.
  public var open: DayPath? {
    daily.open.map { DayPath(change: $0, low: low, high: high, fall: fall) }
  }
}
