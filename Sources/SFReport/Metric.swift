import SFCore
import SFStats

/// A figure of a report: its names, what it means, which way it is better, and where it comes from.
public struct Metric: Sendable {
  /// Of which values a figure has to have to be better.
  public enum Better: String, Sendable {
    case more, less
  }

  public let key: String
  public let label: String
  public let definition: String
  /// `nil` where neither is better: what was done, and when.
  public let better: Better?
  /// Whether it does not exist for fewer daily returns than a figure for a year needs.
  public let needsDays: Bool
  let cell: @Sendable (Report) -> Cell

  init(
    _ key: String, _ label: String, better: Better? = nil, needsDays: Bool = false,
    _ definition: String, _ cell: @escaping @Sendable (Report) -> Cell
  ) {
    self.key = key
    self.label = label
    self.better = better
    self.needsDays = needsDays
    self.definition = definition
    self.cell = cell
  }

  /// All figures by section, in the order of the report.
  ///
  /// This is the one table of definitions: the report, `--explain` and the page are made of it.
  public static let sections: [(title: String, metrics: [Metric])] = [
    ("period", period), ("return", returns), ("risk", risk), ("round trips", roundTrips),
    ("trading", trading), ("at the end", end),
  ]

  public static var all: [Metric] { sections.flatMap(\.metrics) + evidence + ruin + marketDays }

  /// What a run has whose market closes, or that was told of other days of a year.
  static let marketDays = [
    Metric(
      "calendar", "calendar",
      "The calendar of the market, by which days end. Only a run that has one, or other days of a "
        + "year than 365, has this."
    ) { $0.equity.calendar.map { .text($0.name) } ?? .none },
    Metric(
      "days_per_year", "days of a year",
      "On how many days of a year the market trades: figures for a year count in them. Only such a "
        + "run has this."
    ) { .number($0.days.daysPerYear) },
  ]

  /// What a run has that was ruined, before all else.
  static let ruin = [
    Metric(
      "ruined_at", "equity 0 or less at, UTC",
      "The first mark at which equity was 0 or less. No account lives on from there: figures of "
        + "returns, growth and luck do not exist (null). Only a run that was ruined has this."
    ) { .time($0.equity.ruin?.at) }
  ]
}

extension Metric {
  private static let period = [
    Metric(
      "from", "from, UTC",
      "The open of the first bar: the first mark less the shortest time between two marks."
    ) { .time($0.period.open) },
    Metric("to", "to, UTC", "The last mark.") { .time($0.period.last) },
    Metric("elapsed_days", "elapsed, days", "From the open of the first bar to the last mark.") {
      .days($0.period.elapsed)
    },
    Metric("marks", "marks", "Times at which any bar closed.") { .count($0.period.marks) },
    Metric(
      "missing_bars", "missing bars", better: .less,
      "Bars that are missing in the gaps of the market data."
    ) { .count($0.period.missingBars) },
    Metric(
      "daily_returns", "daily returns",
      "Simple returns of equity from one day's end to the next, the first from the capital. "
        + "A day ends with the mark at 00:00 that closes its last bar, or where the calendar of the "
        + "market says; a day without a mark gives none; a first or last day that is cut counts."
    ) { .count($0.equity.dailyReturns) },
  ]

  private static let returns = [
    Metric(
      "capital_quote", "capital, quote",
      "What the run began with: the capital of sf-strategy, or else the first equity line."
    ) { .amount($0.equity.capital) },
    Metric(
      "final_equity_quote", "final equity, quote", better: .more,
      "Cash and all positions at their last close, at the last mark."
    ) { .amount($0.equity.last.equity) },
    Metric("total_return_fraction", "total return, %", better: .more, "Final equity / capital − 1.")
    {
      .fraction($0.equity.totalReturn.value)
    },
    Metric(
      "buy_hold_return_fraction", "buy and hold, %",
      "The return of the capital in equal parts per symbol of the first day, bought at the open "
        + "of the second bar with fee and slippage and never sold."
    ) { .fraction($0.equity.buyHoldReturn.value) },
    Metric(
      "cagr_fraction", "CAGR, % a year", better: .more, needsDays: true,
      "(final equity / capital) ^ (365 days / elapsed) − 1. None for fewer than 30 daily returns."
    ) { .fraction($0.cagr) },
  ]

  private static let risk = ratios + days + drawdowns

  private static let ratios = [
    Metric(
      "sharpe", "Sharpe, annual", better: .more, needsDays: true,
      "Mean / sample deviation (ddof 1) of the daily returns × √365, risk-free 0. None for fewer "
        + "than 30 returns or a deviation of 0."
    ) { .number($0.days.sharpe) },
    Metric(
      "sortino", "Sortino, annual", better: .more, needsDays: true,
      "Mean of the daily returns r / √(Σ min(r, 0)² / n) × √365, n counting all returns. None for "
        + "fewer than 30 returns or without a loss."
    ) { .number($0.days.sortino) },
    Metric(
      "calmar", "Calmar, annual", better: .more, needsDays: true,
      "CAGR / max drawdown. None without a CAGR or a drawdown."
    ) { .number($0.calmar) },
  ]

  private static let drawdowns = [
    Metric(
      "max_drawdown_fraction", "max drawdown, %", better: .less,
      "The largest fall of equity below its high-water mark, as a share of that mark, over all "
        + "marks. The high-water mark begins at the capital."
    ) { .fraction($0.equity.drawdown.maximum) },
    Metric(
      "max_drawdown_days", "max drawdown, days", better: .less,
      "The length of that drawdown: from the last mark at the high to the first one back at it, "
        + "or to the last mark."
    ) { .days($0.equity.drawdown.deepest?.milliseconds) },
    Metric(
      "max_drawdown_marks", "max drawdown, marks", better: .less,
      "Marks below the high during that drawdown."
    ) { .count($0.equity.drawdown.deepest?.marks ?? 0) },
    Metric(
      "max_drawdown_recovered", "max drawdown recovered",
      "Whether equity came back to that high. None without a drawdown."
    ) { $0.equity.drawdown.deepest.map { .flag($0.isOver) } ?? .none },
    Metric(
      "longest_drawdown_days", "longest drawdown, days", better: .less,
      "The longest time below a high-water mark."
    ) { .days($0.equity.drawdown.longest?.milliseconds) },
    Metric(
      "exposure_fraction", "exposure, % of equity", better: .less,
      "Mean of Σ |notional| / equity over all marks; each mark counts once."
    ) { .fraction($0.equity.exposure.mean) },
    Metric(
      "time_in_market_fraction", "time in market, %", better: .less,
      "Share of marks with an open position."
    ) { .fraction($0.equity.exposure.timeInMarket) },
  ]

  private static let roundTrips = [
    Metric("round_trips", "round trips", "Positions that were opened and closed.") {
      .count($0.activity.roundTrips.count)
    },
    Metric(
      "win_rate_fraction", "win rate, %", better: .more,
      "Share of round trips with a pnl above 0, net of fees."
    ) { .fraction($0.activity.roundTrips.winRate.value) },
    Metric(
      "profit_factor", "profit factor", better: .more,
      "Sum of all gains / sum of all losses of round trips. None without a loss."
    ) { .number($0.activity.roundTrips.profitFactor.value) },
    Metric(
      "expectancy_quote", "expectancy, quote", better: .more,
      "Mean pnl of a round trip, net of fees."
    ) {
      .number($0.activity.roundTrips.expectancy.value)
    },
    Metric(
      "best_round_trip_fraction", "best round trip, %", better: .more,
      "Highest pnl / notional at the entry."
    ) { .fraction($0.activity.roundTrips.returns.best) },
    Metric(
      "worst_round_trip_fraction", "worst round trip, %", better: .more,
      "Lowest pnl / notional at the entry."
    ) { .fraction($0.activity.roundTrips.returns.worst) },
    Metric(
      "average_round_trip_fraction", "average round trip, %", better: .more,
      "Mean of pnl / notional at the entry."
    ) { .fraction($0.activity.roundTrips.returns.average) },
    Metric(
      "average_win_fraction", "average win, %", better: .more,
      "Mean of pnl / notional at the entry over the round trips that gained."
    ) { .fraction($0.activity.roundTrips.returns.averageWin) },
    Metric(
      "average_loss_fraction", "average loss, %", better: .more,
      "The same over those that lost: below 0. What brought exactly nothing is in neither."
    ) { .fraction($0.activity.roundTrips.returns.averageLoss) },
    Metric(
      "most_wins_in_a_row", "most wins in a row", better: .more,
      "Round trips with a pnl above 0, net of fees, that closed one behind the other."
    ) { .count($0.activity.roundTrips.streaks.mostWins) },
    Metric(
      "most_losses_in_a_row", "most losses in a row", better: .less, "The same with a pnl below 0."
    ) { .count($0.activity.roundTrips.streaks.mostLosses) },
    Metric(
      "average_bars", "average held, bars", "Mean number of bars that a position lived through."
    ) { .number($0.activity.roundTrips.holdingTime.average) },
  ]

  private static let trading = [
    Metric("fills", "fills", "Orders that were filled, entries and exits.") {
      .count($0.activity.turnover.fills)
    },
    Metric("fees_quote", "fees, quote", better: .less, "Sum of the fees of all fills.") {
      .amount($0.activity.fees.quote)
    },
    Metric(
      "turnover", "turnover, × capital", better: .less, "Σ price × quantity of all fills / capital."
    ) { .number($0.activity.turnover.value(of: $0.equity.capital)) },
    Metric("refusals", "refusals", better: .less, "Signals and orders that were refused.") {
      .count($0.activity.refusals.refused)
    },
    Metric(
      "refused_for_room", "refused, no room", better: .less,
      "Refusals since free cash, a cap or the number of positions left no room."
    ) { .count($0.activity.refusals.forRoom) },
    Metric(
      "reductions", "reductions", better: .less,
      "Orders whose quantity was reduced to what could be paid."
    ) { .count($0.activity.refusals.reduced) },
  ]

  private static let end = [
    Metric("open_positions", "open positions", "Positions that were open at the last mark.") {
      .count($0.equity.last.openPositions)
    },
    Metric(
      "open_value_quote", "open value, quote",
      "What they are worth at the last close: equity − cash; negative for shorts."
    ) { .amount($0.openValue) },
    Metric(
      "unrealized_pnl_quote", "unrealized pnl, quote", better: .more,
      "Their value − Σ signed quantity × entry price, before fees. None when the stream does not "
        + "name all of them."
    ) { .amount($0.unrealizedPnl) },
  ]
}
