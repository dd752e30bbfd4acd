import SFCore
import SFStats

/// Everything that follows from the equity at the marks.
///
/// An `equity` line is written when something has changed; at the marks between, the last one
/// still holds. Buying and holding is known where a line is.
public struct EquityRecord: Codable, Hashable, Sendable {
  public let capital: Price
  /// The last line; before the first, the capital untouched.
  public private(set) var last: Equity
  public private(set) var totalReturn: TotalReturn
  public private(set) var buyHoldReturn: TotalReturn
  public private(set) var drawdown: Drawdown
  public private(set) var exposure = Exposure()
  private var daily: DailyReturns
  /// The returns of the days that are over; `nil` unless they are kept.
  private var samples: [Double]?
  private var closedSharpe = Sharpe()
  private var closedSortino = Sortino()
  private var growth: CAGR

  /// `keepsReturns`: every daily return is kept, which grows with the run.
  public init(capital: Price, keepsReturns: Bool = false) {
    self.capital = capital
    samples = keepsReturns ? [] : nil
    last = Equity(
      equity: capital, cash: capital, exposure: 0, drawdown: 0, openPositions: 0, buyHold: capital)
    totalReturn = TotalReturn(capital: capital)
    buyHoldReturn = TotalReturn(capital: capital)
    drawdown = Drawdown(capital: capital)
    daily = DailyReturns(capital: capital)
    growth = CAGR(capital: capital)
  }

  /// Takes a mark, with its line if it has one.
  public mutating func update(_ line: Equity?, at ts: Timestamp) {
    take(line, at: ts)
    exposure.update(last.exposure, openPositions: last.openPositions)
  }

  /// Takes a closing line: the mark of its time has been counted.
  public mutating func close(_ line: Equity, at ts: Timestamp) { take(line, at: ts) }

  private mutating func take(_ line: Equity?, at ts: Timestamp) {
    if let line { last = line }
    if let dailyReturn = daily.update(last.equity, at: ts) {
      closedSharpe.update(dailyReturn)
      closedSortino.update(dailyReturn)
      samples?.append(dailyReturn)
    }
    drawdown.update(last.equity, at: ts)
    growth.update(last.equity, at: ts)
    guard line != nil else { return }
    totalReturn.update(last.equity)
    buyHoldReturn.update(last.buyHold)
  }
}

// MARK: - Figures for a year

extension EquityRecord {
  /// With the last day as far as it has come.
  private var sharpeOfAll: Sharpe {
    var sharpe = closedSharpe
    if let dailyReturn = daily.open { sharpe.update(dailyReturn) }
    return sharpe
  }

  public var dailyReturns: Int { sharpeOfAll.count }

  /// Every daily return, as a fraction, with the last day as far as it has come; `nil` unless
  /// they are kept.
  public var returns: [Double]? { samples.map { $0 + (daily.open.map { [$0] } ?? []) } }

  public var sharpe: Double? { sharpeOfAll.value }

  public var sortino: Double? {
    var sortino = closedSortino
    if let dailyReturn = daily.open { sortino.update(dailyReturn) }
    return sortino.value
  }

  public func cagr(since open: Timestamp?) -> Double? {
    open.flatMap { growth.value(since: $0, dailyReturns: dailyReturns) }
  }

  public func calmar(since open: Timestamp?) -> Double? {
    var calmar = Calmar()
    calmar.update(cagr: cagr(since: open), maxDrawdown: drawdown.maximum)
    return calmar.value
  }
}
