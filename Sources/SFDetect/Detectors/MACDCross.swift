import SFCore

/// Says when the MACD crosses its signal line: upwards a rise, downwards a fall.
///
/// The strength is the distance of the two, as a fraction of the close.
public struct MACDCross: RuleDetector {
  public static let kind = "macd_cross"
  public static let summary = "The MACD crosses its signal line."
  public static let strengthUnit = StrengthUnit.unit(.fraction)
  public static let parameters = [
    Parameter("fast", .integer(1...100_000), default: "12", "period of the faster average"),
    Parameter("slow", .integer(2...100_000), default: "26", "period of the slower average"),
    Parameter("signal", .integer(1...100_000), default: "9", "period of the signal line"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requireOrder("fast", "slow")
    let column = { arguments.column("macd", "fast", "slow", "signal", output: $0) }
    let (macd, signal) = (column(""), column("signal"))
    rules = try Rules(
      rise: "cross_above(\(macd), \(signal))", fall: "cross_below(\(macd), \(signal))",
      strength: "abs(\(macd) - \(signal)) / close")
  }
}
