import SFCore

/// Says when the supertrend turns.
///
/// The strength is the distance of the close from the new line, as a fraction of
/// the close: what a stop at the line risks.
public struct SupertrendFlip: RuleDetector {
  public static let kind = "supertrend_flip"
  public static let summary = "The supertrend turns."
  public static let strengthUnit = StrengthUnit.unit(.fraction)
  public static let parameters = [
    Parameter("period", .integer(1...100_000), default: "10", "true ranges in their average"),
    Parameter("multiplier", .number, default: "3", "ranges from the middle to the line"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requirePositive("multiplier")
    let line = arguments.column("supertrend", "period", "multiplier")
    rules = try Rules(
      rise: "cross_above(\(line)_direction, 0)", fall: "cross_below(\(line)_direction, 0)",
      strength: "abs(close - \(line)) / close")
  }
}
