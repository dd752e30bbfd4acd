import SFCore

/// Says when the stochastic oscillator turns in an extreme: a rise when %K crosses %D
/// upwards while %D is below `low`, a fall when it crosses downwards while %D is above `high`.
///
/// The strength is the distance of %K from %D, in points.
public struct StochasticCross: RuleDetector {
  public static let kind = "stochastic"
  public static let summary = "The stochastic oscillator crosses its signal in an extreme."
  public static let needsMovement = true
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    Parameter("fast_k", .integer(1...100_000), default: "14", "bars of the range"),
    Parameter("slow_k", .integer(1...100_000), default: "3", "positions in the average, %K"),
    Parameter("slow_d", .integer(1...100_000), default: "3", "values in the signal, %D"),
    Parameter("low", .number, default: "20", "oversold below"),
    Parameter("high", .number, default: "80", "overbought above"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requireOrder("low", "high")
    let column = { arguments.column("stoch", "fast_k", "slow_k", "slow_d", output: $0) }
    let (k, d) = (column("k"), column("d"))
    rules = try Rules(
      rise: "cross_above(\(k), \(d)) and \(d) < \(arguments.name("low"))",
      fall: "cross_below(\(k), \(d)) and \(d) > \(arguments.name("high"))",
      strength: "abs(\(k) - \(d))")
  }
}
