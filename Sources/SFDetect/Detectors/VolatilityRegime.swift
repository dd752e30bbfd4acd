import SFCore

/// Says when the volatility of the last bars is unlike that of many: a rise when `ret_std` over
/// `fast` bars is more than `high` times that over `slow` bars, a fall when it is less than `low` times.
///
/// What rises or falls is the volatility, not the price: this one is for filters
/// and for agreement with others. The strength is the ratio of the two for a
/// rise, and its inverse for a fall.
public struct VolatilityRegime: RuleDetector {
  public static let kind = "volatility_regime"
  public static let summary = "The volatility is high or low for the market."
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    Parameter("fast", .integer(2...100_000), default: "20", "bars of the present volatility"),
    Parameter("slow", .integer(2...100_000), default: "100", "bars of the usual volatility"),
    Parameter("low", .number, default: "0.5", "quiet below this ratio"),
    Parameter("high", .number, default: "2", "wild above this ratio"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requireOrder("fast", "slow")
    try arguments.requireOrder("low", "high")
    try arguments.requirePositive("low")
    let (fast, slow) = (arguments.column("ret_std", "fast"), arguments.column("ret_std", "slow"))
    rules = try Rules(
      rise: "\(fast) / \(slow) > \(arguments.name("high"))",
      fall: "\(fast) / \(slow) < \(arguments.name("low"))", strength: "\(fast) / \(slow)",
      fallStrength: "\(slow) / \(fast)")
  }
}
