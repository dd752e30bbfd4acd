import SFCore

/// Turns equity at marks into one simple return for each day: of UTC, or of a market's calendar.
///
/// A day ends with the last mark at or before its end, 00:00 of UTC. The first return
/// is from the capital, each other from the end of the last day that had a
/// mark; a day without a mark gives none. A day that is cut counts.
///
///     mark    23:59   00:00 | 00:01   …   00:00 |
///     equity    102     101 |   100         103 |
///     return           0.01 |            0.0198 |     from a capital of 100
///
/// Who is worth 0 or less at a mark is ruined: that day and those behind it give no return.
public struct DailyReturns: Codable, Hashable, Sendable {
  /// Days of a year, and returns of a year, of a market that never closes.
  public static let perYear = 365.0

  /// With fewer returns a figure for a year does not exist.
  public static let minimumForYear = 30

  /// Equity at the end of the last day, at first the capital.
  private(set) var base: Price
  /// Equity at the last mark of the open day; `nil` before the first mark.
  private var last: Price?
  /// When the open day ends.
  private var endOfDay = Timestamp.earliest
  private var isRuined: Bool

  public init(capital: Price) {
    base = capital
    isRuined = capital <= .zero
  }

  /// Whether a time is behind the open day.
  public func begins(_ ts: Timestamp) -> Bool { ts > endOfDay }

  /// Takes the equity at a mark; returns the return of the day before, when this mark is the
  /// first of a later one.
  ///
  /// `end` is when the day of the mark ends; `nil` for that of UTC.
  public mutating func update(
    _ equity: Price, at ts: Timestamp, endingAt end: Timestamp? = nil
  ) -> Double? {
    guard ts > endOfDay else {
      if equity <= .zero { isRuined = true }
      last = equity
      return nil
    }
    let closed = open
    if equity <= .zero { isRuined = true }
    if let last { base = last }
    last = equity
    endOfDay = end ?? Self.endOfDay(of: ts)
    return closed
  }

  /// 00:00 still belongs to the day that it ends.
  private static func endOfDay(of ts: Timestamp) -> Timestamp {
    let day = Timestamp(milliseconds: ts.milliseconds - 1).day
    return Timestamp(milliseconds: (day + 1) * Timestamp.millisecondsPerDay)
  }

  /// The return of the open day so far: after the last mark that of the last day. `nil` before
  /// the first mark.
  public var open: Double? {
    guard let last, !isRuined else { return nil }
    return last.change(from: base)
  }
}
