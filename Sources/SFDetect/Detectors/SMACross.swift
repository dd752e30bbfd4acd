import SFCore

/// Says when the faster of two simple moving averages crosses the slower one.
///
/// With f₋₁ and s₋₁ at the bar before:
///
///     rise   f₋₁ ≤ s₋₁ and f > s
///     fall   f₋₁ ≥ s₋₁ and f < s
///
/// Both averages must be known at both bars. Averages that are equal are equal
/// numbers (`sma` divides once), so that touching is told from crossing. The
/// strength is 1.
public struct SMACross: RuleDetector {
  public static let kind = "sma_cross"
  public static let summary = "The faster of two moving averages crosses the slower one."
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    Parameter("fast", .integer(1...100_000), default: "20", "period of the faster sma"),
    Parameter("slow", .integer(2...100_000), default: "50", "period of the slower sma"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requireOrder("fast", "slow")
    let (fast, slow) = (arguments.column("sma", "fast"), arguments.column("sma", "slow"))
    rules = try Rules(rise: "cross_above(\(fast), \(slow))", fall: "cross_below(\(fast), \(slow))")
  }
}
