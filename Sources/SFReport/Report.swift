import SFCore
import SFStats

/// A judged run: what tables and charts are made of.
public struct Report: Sendable {
  /// The stages of the header, with their settings.
  public let stages: [StageEntry]
  public let period: Period
  public let equity: EquityRecord
  /// The last day as far as it has come.
  public let days: DayFigures
  public let tails: DayTails
  public let shape: ReturnShape
  public let cagr: Double?
  public let calmar: Double?
  public let activity: Activity
  /// How far the figures can be trusted; `nil` when nobody asked.
  public let confidence: Confidence?
  /// What only a page shows; `nil` when nobody asked.
  public let page: PageRecord?
  /// `false` when the stream was cut before its end.
  public let isComplete: Bool

  /// What all open positions are worth at the last close.
  public var openValue: Money {
    Money(equity.last.equity) - Money(equity.last.cash)
  }

  /// What the open positions have gained since their entry, before fees; `nil` when the stream
  /// does not name all of them.
  public var unrealizedPnl: Money? {
    guard activity.open.count == equity.last.openPositions, let cost = activity.open.cost else {
      return nil
    }
    let (units, overflow) = openValue.units.subtractingReportingOverflow(cost.units)
    return overflow ? nil : Money(units: units)
  }

  /// What is said first of a run that was ruined; `nil` for any other.
  public var ruinNote: String? {
    equity.ruin.map {
      "Ruined: equity was \($0.equity) at \(Cell.time($0.at).short) UTC, and no account lives on "
        + "from there: figures of returns, growth and luck do not exist."
    }
  }

  /// Whether its days, or those of its year, are others than of a market that never closes.
  var hasMarketDays: Bool {
    equity.calendar != nil || days.daysPerYear != DailyReturns.perYear
  }

  static func text(ofDays days: Double) -> String {
    Int(exactly: days).map(String.init) ?? days.wireText
  }

  /// What a reader has to know beside the figures.
  public var notes: [String] {
    var notes =
      (ruinNote.map { [$0] } ?? []) + [
        "All figures are net of fees.",
        "Shorts: no liquidation and no borrow fee. Funding of perpetuals is not charged.",
      ]
    let needed = DailyReturns.minimumForYear
    if days.returns.count < needed, equity.ruin == nil {
      notes.append(
        "Figures for a year need \(needed) daily returns; this run has \(days.returns.count).")
    }
    if let calendar = equity.calendar { notes.append("Days end by the calendar \(calendar.name).") }
    if days.daysPerYear != DailyReturns.perYear {
      notes.append(
        "Figures for a year are those of a market that trades on "
          + "\(Self.text(ofDays: days.daysPerYear)) days of it, in place of 365.")
    }
    if let confidence { notes.append(confidence.note) }
    for other in activity.fees.others {
      notes.append("Further fees were taken in \(other.asset): \(other.total).")
    }
    if !isComplete { notes.append("The stream was cut: this is the report of what there is.") }
    return notes
  }
}
