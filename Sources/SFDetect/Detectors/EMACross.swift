import SFCore

/// Says when the faster of two exponential moving averages crosses the slower one, as `sma_cross` does.
///
/// The strength is 1.
public struct EMACross: RuleDetector {
  public static let kind = "ema_cross"
  public static let summary = "The faster of two exponential averages crosses the slower one."
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    Parameter("fast", .integer(1...100_000), default: "12", "period of the faster ema"),
    Parameter("slow", .integer(2...100_000), default: "26", "period of the slower ema"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requireOrder("fast", "slow")
    let (fast, slow) = (arguments.column("ema", "fast"), arguments.column("ema", "slow"))
    rules = try Rules(rise: "cross_above(\(fast), \(slow))", fall: "cross_below(\(fast), \(slow))")
  }
}
