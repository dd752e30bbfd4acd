import SFCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The growth of a year that would have made the same of the capital.
///
/// (E_end / capital)^(365 d / elapsed) − 1, as a fraction.
public struct CAGR: Codable, Hashable, Sendable {
  public let capital: Price
  /// Equity at the last mark; `nil` before the first.
  public private(set) var equity: Price?
  public private(set) var lastMark: Timestamp?
  private var isRuined = false

  public init(capital: Price) { self.capital = capital }

  public mutating func update(_ equity: Price, at ts: Timestamp) {
    self.equity = equity
    if equity <= .zero { isRuined = true }
    lastMark = ts
  }

  /// The growth since the open of the first bar.
  ///
  /// `nil` for fewer than 30 daily returns, without time between, without capital, and when equity
  /// was 0 or less at a mark: what comes then is no growth of that capital.
  public func value(since open: Timestamp, dailyReturns: Int) -> Double? {
    guard let equity, let lastMark, capital > .zero, !isRuined, lastMark > open,
      dailyReturns >= DailyReturns.minimumForYear
    else { return nil }
    return Self.value(
      of: Double(equity.units) / Double(capital.units), over: lastMark - open)
  }

  /// The growth of a year of which there is that much in so many milliseconds; `nil` when it is out
  /// of range. A year of growth has 365 days on every calendar.
  public static func value(of growth: Double, over elapsed: Int64) -> Double? {
    guard growth >= 0, elapsed > 0 else { return nil }
    let days = Double(elapsed) / Double(Timestamp.millisecondsPerDay)
    let annual = pow(growth, 365 / days)
    return annual.isFinite ? annual - 1 : nil
  }
}
