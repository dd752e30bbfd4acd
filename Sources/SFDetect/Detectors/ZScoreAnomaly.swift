import SFCore

/// Says when the close is unusually far from its mean: a rise when it is `level` deviations
/// below, a fall when it is as many above.
///
/// The strength is the number of deviations.
public struct ZScoreAnomaly: RuleDetector {
  public static let kind = "zscore_anomaly"
  public static let summary = "The close is unusually far from its mean."
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    Parameter("period", .integer(2...100_000), default: "50", "period of the zscore"),
    Parameter("level", .number, default: "3", "deviations that are unusual"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requirePositive("level")
    let (score, level) = (arguments.column("zscore", "period"), arguments.name("level"))
    rules = try Rules(
      rise: "\(score) < -\(level)", fall: "\(score) > \(level)", strength: "abs(\(score))")
  }
}
