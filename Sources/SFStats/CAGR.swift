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

  public init(capital: Price) { self.capital = capital }

  public mutating func update(_ equity: Price, at ts: Timestamp) {
    self.equity = equity
    lastMark = ts
  }

  /// The growth since the open of the first bar.
  ///
  /// `nil` for fewer than 30 daily returns, without time between, and for a capital or an end
  /// of which no power exists.
  public func value(since open: Timestamp, dailyReturns: Int) -> Double? {
    guard let equity, let lastMark, capital > .zero, equity >= .zero, lastMark > open,
      dailyReturns >= DailyReturns.minimumForYear
    else { return nil }
    let elapsed = Double(lastMark - open) / Double(Timestamp.millisecondsPerDay)
    let growth = pow(
      Double(equity.units) / Double(capital.units), DailyReturns.perYear / elapsed)
    return growth.isFinite ? growth - 1 : nil
  }
}
