import SFCore
import SFReport
import SFStats

/// How much of the Sharpe ratio of the best trial is luck: the more trials there were, and the more
/// they differ, the higher is the best of them by chance alone.
///
/// The trials are those of the sweep that have a Sharpe ratio, also those of earlier runs.
struct SelectionLuck {
  private var sharpes = Moments()

  mutating func take(_ result: TrialResult) {
    if let sharpe = result.number("sharpe") { sharpes.update(sharpe) }
  }

  /// Whether there is anything to be the best of.
  var isKnown: Bool { sharpes.count > 1 }

  /// `evidence` are the figures of the trial with its skew and its kurtosis.
  func table(of best: TrialResult, _ evidence: [Figure]) -> Table {
    func number(_ key: String) -> Double? {
      evidence.first { $0.key == key }.flatMap { Double($0.json) }
    }
    let year = DailyReturns.perYear.squareRoot()
    let lucky = sharpes.deviation.map {
      DeflatedSharpe.benchmark(trials: sharpes.count, deviation: $0 / year)
    }
    var deflated: Double?
    if let lucky, let sharpe = best.number("sharpe"), let skew = number("daily_skew"),
      let kurtosis = number("daily_kurtosis"), let days = number("daily_returns")
    {
      deflated = ProbabilisticSharpe(
        sharpe: sharpe / year, count: Int(days), skew: skew, kurtosis: kurtosis)?
        .probability(above: lucky)
    }
    let rows: [(column: Table.Column, cell: Cell)] = [
      (Table.Column("trials", "trials with a Sharpe"), .count(sharpes.count)),
      (Table.Column("sharpe", "Sharpe of the best"), Self.cell(best.number("sharpe"))),
      (Table.Column("mean_sharpe", "mean Sharpe of all"), Self.cell(sharpes.mean)),
      (Table.Column("sharpe_deviation", "deviation of all"), Self.cell(sharpes.deviation)),
      (Table.Column("luck_sharpe", "best by luck alone"), Self.cell(lucky.map { $0 * year })),
      (
        Table.Column("deflated_sharpe_fraction", "deflated Sharpe, %"),
        deflated.map(Cell.fraction) ?? .none
      ),
      (
        Table.Column("probability_of_skill_fraction", "probability of skill, %"),
        number("probability_of_skill_fraction").map(Cell.fraction) ?? .none
      ),
      (
        Table.Column("minimum_track_record_days", "minimum track record, days"),
        Self.cell(number("minimum_track_record_days"))
      ),
    ]
    return .record("luck", "the best against luck", rows)
  }

  private static func cell(_ value: Double?) -> Cell { value.map(Cell.number) ?? .none }
}
