import SFCore

/// Says when the close leaves Keltner's channel: above it a rise, below it a fall.
///
/// The strength is the distance of the close from the middle over that of the
/// line: 1 at the line.
public struct KeltnerChannel: RuleDetector {
  public static let kind = "keltner_channel"
  public static let summary = "The close leaves the Keltner channel."
  public static let strengthUnit = StrengthUnit.unit(.fraction)
  public static let parameters = [
    Parameter("period", .integer(1...100_000), default: "20", "bars of the average"),
    Parameter("multiplier", .number, default: "2", "ranges from the average to the lines"),
    Parameter("atr", .integer(1...100_000), default: "10", "true ranges in their average"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requirePositive("multiplier")
    let column = { arguments.column("keltner", "period", "multiplier", "atr", output: $0) }
    let (upper, middle, lower) = (column("upper"), column("middle"), column("lower"))
    rules = try Rules(
      rise: "close > \(upper)", fall: "close < \(lower)",
      strength: "abs(close - \(middle)) / (\(upper) - \(middle))")
  }
}
