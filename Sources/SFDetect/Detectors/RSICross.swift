import SFCore

/// Says when the relative strength index comes back from an extreme: a rise when it
/// crosses `low` upwards, a fall when it crosses `high` downwards.
///
/// (`threshold:rsi_14,below=30,direction=rise` says when it enters the extreme.)
/// The strength is the change of the index over the bar, in points.
public struct RSICross: RuleDetector {
  public static let kind = "rsi_cross"
  public static let summary = "The relative strength index comes back from an extreme."
  public static let needsMovement = true
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    Parameter("period", .integer(2...100_000), default: "14", "period of the rsi"),
    Parameter("low", .number, default: "30", "oversold below"),
    Parameter("high", .number, default: "70", "overbought above"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requireOrder("low", "high")
    let rsi = arguments.column("rsi", "period")
    rules = try Rules(
      rise: "cross_above(\(rsi), \(arguments.name("low")))",
      fall: "cross_below(\(rsi), \(arguments.name("high")))",
      strength: "abs(\(rsi) - lag(\(rsi), 1))")
  }
}
