import SFCore

/// Says when the close is an outlier by Hampel's identifier: `level` robust deviations, 1.4826
/// times the median absolute one, below the median a rise, above it a fall.
///
/// Unlike `zscore_anomaly` it is not misled by the outlier itself (Hampel, "The
/// influence curve and its role in robust estimation", 1974). The strength is
/// the number of robust deviations.
public struct Hampel: RuleDetector {
  public static let kind = "hampel"
  public static let summary = "The close is an outlier among the last ones (Hampel)."
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    Parameter("period", .integer(1...100_000), default: "30", "period of the robust_zscore"),
    Parameter("level", .number, default: "3", "robust deviations that are unusual"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requirePositive("level")
    let (score, level) = (arguments.column("robust_zscore", "period"), arguments.name("level"))
    rules = try Rules(
      rise: "\(score) < -\(level)", fall: "\(score) > \(level)", strength: "abs(\(score))")
  }
}
