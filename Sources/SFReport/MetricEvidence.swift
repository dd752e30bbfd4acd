import SFStats

extension Metric {
  /// Figures of a report that was asked how far it can be trusted.
  static let evidence = [
    Metric(
      "probability_of_skill_fraction", "probability of skill, %", better: .more, needsDays: true,
      "Probabilistic Sharpe ratio: how sure it is that the true Sharpe ratio is above 0, given the "
        + "number of daily returns, their skew and their kurtosis (Bailey and López de Prado 2012). "
        + "None for fewer than 30 returns. It knows of this run alone: the best of many runs needs "
        + "the deflated ratio of the sweep."
    ) { .fraction($0.confidence?.skill?.probability()) },
    Metric(
      "minimum_track_record_days", "minimum track record, days", better: .less, needsDays: true,
      "The daily returns that are needed to be as sure as --level says that the true Sharpe ratio "
        + "is above 0. None when it was not above 0."
    ) {
      guard let confidence = $0.confidence else { return .none }
      return .number(
        confidence.skill?.minimumTrackRecord(confidence: confidence.settings.level))
    },
    Metric(
      "order_drawdown_fraction", "drawdown of round trips, %", better: .less,
      "The max drawdown when the pnl of each round trip is added to the capital at its close."
    ) { .fraction($0.confidence?.orderAsItWas) },
    Metric(
      "order_drawdown_low_fraction", "in a lucky order, %", better: .less,
      "The same over round trips in random orders: the low bound of the share that --level says."
    ) { .fraction($0.confidence?.orders?.low) },
    Metric(
      "order_drawdown_median_fraction", "in a usual order, %", better: .less,
      "The same: half of the orders had less."
    ) { .fraction($0.confidence?.orders?.median) },
    Metric(
      "order_drawdown_high_fraction", "in an unlucky order, %", better: .less,
      "The same: the high bound. What to expect of the future, if not worse."
    ) { .fraction($0.confidence?.orders?.high) },
  ]
}
