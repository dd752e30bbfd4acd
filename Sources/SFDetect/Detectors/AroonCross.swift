import SFCore

/// Says when the Aroon lines cross: a rise when the age of the highest high becomes less than
/// that of the lowest low, a fall when it becomes greater.
///
/// The strength is the distance of the lines over 100: 1 when one extreme is new
/// and the other as old as can be.
public struct AroonCross: RuleDetector {
  public static let kind = "aroon_cross"
  public static let summary = "The Aroon lines cross."
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    Parameter("period", .integer(2...100_000), default: "14", "period of the aroon")
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    let column = { arguments.column("aroon", "period", output: $0) }
    let (up, down) = (column("up"), column("down"))
    rules = try Rules(
      rise: "cross_above(\(up), \(down))", fall: "cross_below(\(up), \(down))",
      strength: "abs(\(up) - \(down)) / 100")
  }
}
