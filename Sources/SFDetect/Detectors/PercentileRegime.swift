import SFCore

/// Says when the close enters the upper or the lower part of its range: a rise when its rank
/// among the last closes is above `high`, a fall when it is below `low`.
///
/// The strength is 0 for a close in the middle and 1 for one at an end.
public struct PercentileRegime: RuleDetector {
  public static let kind = "percentile_regime"
  public static let summary = "The close is in the upper or lower part of the last ones."
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    Parameter("period", .integer(2...100_000), default: "100", "period of the percent_rank"),
    Parameter("low", .number, default: "0.1", "the lower part, of 1"),
    Parameter("high", .number, default: "0.9", "the upper part, of 1"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requireOrder("low", "high")
    let rank = arguments.column("percent_rank", "period")
    rules = try Rules(
      rise: "\(rank) > \(arguments.name("high"))", fall: "\(rank) < \(arguments.name("low"))",
      strength: "abs(\(rank) - 0.5) * 2")
  }
}
