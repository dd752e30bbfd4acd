import SFStats

/// How much of the Sharpe ratio of the best trial is luck: the more trials there were, and the more
/// they differ, the higher is the best of them by chance alone.
///
/// The trials are those of the sweep that have a Sharpe ratio, also those of earlier runs.
public struct SelectionLuck: Sendable {
  private var sharpes = Moments()

  public init() {}

  /// Takes the annual Sharpe ratio of a trial, `nil` for one that has none.
  public mutating func take(_ sharpe: Double?) {
    if let sharpe { sharpes.update(sharpe) }
  }

  /// Whether there is anything to be the best of.
  public var isKnown: Bool { sharpes.count > 1 }

  /// The best trial beside what luck reaches; `number` gives its figures by their keys, the days of a
  /// year that all count in among them.
  public func table(of number: (String) -> Double?) -> Table {
    let days = number("days_per_year") ?? DailyReturns.perYear
    let year = days.squareRoot()
    let lucky = sharpes.deviation.map {
      DeflatedSharpe.benchmark(trials: sharpes.count, deviation: $0 / year)
    }
    let skill = skill(number, year)
    return .record(
      "luck", "the best against luck",
      [
        (Table.Column("trials", "trials with a Sharpe"), .count(sharpes.count)),
        (Table.Column("sharpe", "Sharpe of the best"), .number(number("sharpe"))),
        (Table.Column("mean_sharpe", "mean Sharpe of all"), .number(sharpes.mean)),
        (Table.Column("sharpe_deviation", "deviation of all"), .number(sharpes.deviation)),
        (Table.Column("luck_sharpe", "best by luck alone"), .number(lucky.map { $0 * year })),
        (
          Table.Column("deflated_sharpe_fraction", "deflated Sharpe, %"),
          .fraction(lucky.flatMap { lucky in skill?.probability(above: lucky) })
        ),
        (
          Table.Column("probability_of_skill_fraction", "probability of skill, %"),
          .fraction(skill?.probability())
        ),
        (
          Table.Column("minimum_track_record_days", "minimum track record, days"),
          .number(skill?.minimumTrackRecord())
        ),
      ])
  }

  /// `nil` for fewer returns than a figure for a year needs.
  private func skill(_ number: (String) -> Double?, _ year: Double) -> ProbabilisticSharpe? {
    guard let sharpe = number("sharpe"), let skew = number("daily_skew"),
      let kurtosis = number("daily_kurtosis"), let days = number("daily_returns"),
      days >= Double(DailyReturns.minimumForYear)
    else { return nil }
    return ProbabilisticSharpe(
      sharpe: sharpe / year, count: Int(days), skew: skew, kurtosis: kurtosis)
  }
}
