import SFCore

/// Says when the close breaks out of the channel of the bars before: above their highest high
/// a rise, below their lowest low a fall.
///
/// The strength is the distance of the close from the middle of that channel, as
/// a fraction of the middle.
public struct DonchianBreakout: RuleDetector {
  public static let kind = "donchian_breakout"
  public static let summary = "The close leaves the range of the bars before."
  public static let strengthUnit = StrengthUnit.unit(.fraction)
  public static let parameters = [
    Parameter("period", .integer(1...100_000), default: "20", "bars of the channel")
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    let column = { "lag(\(arguments.column("donchian", "period", output: $0)), 1)" }
    rules = try Rules(
      rise: "close > \(column("upper"))", fall: "close < \(column("lower"))",
      strength: "abs(close / \(column("middle")) - 1)")
  }
}
