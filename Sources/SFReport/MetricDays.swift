import SFStats

extension Metric {
  /// Figures of the daily returns, beside the ratios of a year.
  static let days = [
    Metric(
      "volatility_fraction", "volatility, % a year", better: .less, needsDays: true,
      "Sample deviation (ddof 1) of the daily returns × √365. None for fewer than 30 returns."
    ) { .fraction($0.days.volatility) },
    Metric(
      "value_at_risk_fraction", "value at risk, % a day", better: .less, needsDays: true,
      "The loss that one day in twenty exceeded: −(the quantile 0.05 of the daily returns, linear "
        + "between neighbours); below 0 when that was a gain. None for fewer than 30 returns."
    ) { .fraction($0.tails.valueAtRisk) },
    Metric(
      "expected_shortfall_fraction", "expected shortfall, % a day", better: .less, needsDays: true,
      "Conditional value at risk (CVaR): −(the mean of the daily returns that are not above that "
        + "quantile). None for fewer than 30 returns."
    ) { .fraction($0.tails.expectedShortfall) },
    Metric(
      "omega", "Omega", better: .more, needsDays: true,
      "Σ max(r, 0) / Σ max(−r, 0) over the daily returns r. None for fewer than 30 returns or "
        + "without a loss."
    ) { .number($0.days.omega) },
    Metric(
      "tail_ratio", "tail ratio", better: .more, needsDays: true,
      "The quantile 0.95 of the daily returns / −(the quantile 0.05). None for fewer than 30 "
        + "returns or when the latter is no loss."
    ) { .number($0.tails.ratio) },
    Metric(
      "beta", "beta to buy and hold", needsDays: true,
      "Covariance of the daily returns with those of buying and holding / variance of the latter. "
        + "None for fewer than 30 returns, or when buying and holding never moved."
    ) { .number($0.days.beta) },
    Metric(
      "alpha_fraction", "alpha, % a year", better: .more, needsDays: true,
      "(Mean of the daily returns − beta × mean of those of buying and holding) × 365. None without "
        + "a beta."
    ) { .fraction($0.days.alpha) },
    Metric(
      "daily_skew", "skew of daily returns", better: .more,
      "Third standardized moment; 0 for normal returns. None when they are all the same."
    ) { .number($0.shape.skew) },
    Metric(
      "daily_kurtosis", "kurtosis of daily returns", better: .less,
      "Fourth standardized moment; 3 for normal returns. None when they are all the same."
    ) { .number($0.shape.kurtosis) },
  ]
}
