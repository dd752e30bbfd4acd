import SFCore
import SFStats

/// Everything that follows from the equity at the marks.
///
/// An `equity` line is written when something has changed; at the marks between, the last one
/// still holds. Buying and holding is known where a line is.
public struct EquityRecord: Codable, Hashable, Sendable {
  /// When equity was 0 or less for the first time.
  public struct Ruin: Codable, Hashable, Sendable {
    public let at: Timestamp
    public let equity: Price
  }

  public let capital: Price
  /// `nil` for who was always worth something.
  public private(set) var ruin: Ruin?
  /// The last line; before the first, the capital untouched.
  public private(set) var last: Equity
  public private(set) var totalReturn: TotalReturn
  public private(set) var buyHoldReturn: TotalReturn
  public private(set) var drawdown: Drawdown
  public private(set) var exposure = Exposure()
  private var daily: DailyReturns
  private var marketDaily: DailyReturns
  /// The days that are over: a number a day is all that grows with a run.
  private var closed: DayFigures
  private var growth: CAGR
  private var monthly: MonthlyReturns
  private var marketMonthly: MonthlyReturns

  /// Whose days they are; `nil` for those of UTC.
  public let calendar: MarketCalendar?
  /// Asked at each mark, where the calendar itself would be copied.
  private let hasCalendar: Bool
  /// When the day of the last mark ends by the calendar; `nil` without one.
  public private(set) var endOfDay: Timestamp?
  /// Which day that is by the market's clock, in days since 1970; `nil` without one.
  private var day: Int64?

  public init(
    capital: Price, daysPerYear: Double = DailyReturns.perYear, calendar: MarketCalendar? = nil
  ) {
    self.capital = capital
    self.calendar = calendar
    hasCalendar = calendar != nil
    closed = DayFigures(daysPerYear: daysPerYear)
    last = Equity(
      equity: capital, cash: capital, exposure: 0, drawdown: 0, openPositions: 0, buyHold: capital)
    totalReturn = TotalReturn(capital: capital)
    buyHoldReturn = TotalReturn(capital: capital)
    drawdown = Drawdown(capital: capital)
    daily = DailyReturns(capital: capital)
    marketDaily = DailyReturns(capital: capital)
    growth = CAGR(capital: capital)
    monthly = MonthlyReturns(capital: capital)
    marketMonthly = MonthlyReturns(capital: capital)
  }

  /// Takes a mark, with its line if it has one.
  public mutating func update(_ line: Equity?, at ts: Timestamp) {
    take(line, at: ts)
    exposure.update(last.exposure, openPositions: last.openPositions)
  }

  /// Takes a closing line: the mark of its time has been counted.
  public mutating func close(_ line: Equity, at ts: Timestamp) { take(line, at: ts) }

  private mutating func take(_ line: Equity?, at ts: Timestamp) {
    if let line {
      last = line
      if line.equity <= .zero, ruin == nil { ruin = Ruin(at: ts, equity: line.equity) }
    }
    // Both end their days at the same marks.
    if hasCalendar, daily.begins(ts), let calendar {
      endOfDay = calendar.endOfDay(of: ts)
      day = endOfDay.map { calendar.day(endingAt: $0) }
    }
    let marketReturn = marketDaily.update(last.buyHold, at: ts, endingAt: endOfDay)
    if let dailyReturn = daily.update(last.equity, at: ts, endingAt: endOfDay) {
      closed.update(dailyReturn, market: marketReturn)
    }
    drawdown.update(last.equity, at: ts)
    growth.update(last.equity, at: ts)
    // Where nothing is said equity is as deep as it was.
    let isNews = line != nil || monthly.begins(ts, onDay: day)
    monthly.update(last.equity, at: ts, onDay: day)
    marketMonthly.update(last.buyHold, at: ts, onDay: day)
    if isNews, let depth = drawdown.depth(of: last.equity) { monthly.deepen(depth) }
    guard line != nil else { return }
    totalReturn.update(last.equity)
    buyHoldReturn.update(last.buyHold)
  }
}

// MARK: - Figures of days and years

extension EquityRecord {
  /// With the last day as far as it has come; none of who was ruined.
  public var days: DayFigures {
    guard ruin == nil else { return DayFigures(daysPerYear: daysPerYear) }
    var days = closed
    if let dailyReturn = daily.open { days.update(dailyReturn, market: marketDaily.open) }
    return days
  }

  /// On how many days of a year the market trades.
  public var daysPerYear: Double { closed.daysPerYear }

  public var dailyReturns: Int { closed.returns.count + (daily.open == nil ? 0 : 1) }

  public var months: [MonthlyReturns.Month] { monthly.list }

  /// Every year with what buying and holding made of it.
  public var years: [(own: MonthlyReturns.Year, market: Double?)] {
    zip(monthly.years, marketMonthly.years).map { ($0, $1.value) }
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
