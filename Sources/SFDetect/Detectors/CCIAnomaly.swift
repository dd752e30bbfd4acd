import SFCore

/// Says when the commodity channel index is out of its usual range: a rise below −`level`, a
/// fall above `level`.
///
/// The strength is the index over the level, without its sign: 1 at the level.
public struct CCIAnomaly: RuleDetector {
  public static let kind = "cci_anomaly"
  public static let summary = "The commodity channel index is out of its usual range."
  public static let needsMovement = true
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    Parameter("period", .integer(2...100_000), default: "20", "period of the cci"),
    Parameter("level", .number, default: "200", "an index beyond it is unusual"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requirePositive("level")
    let (cci, level) = (arguments.column("cci", "period"), arguments.name("level"))
    rules = try Rules(
      rise: "\(cci) < -\(level)", fall: "\(cci) > \(level)", strength: "abs(\(cci)) / \(level)")
  }
}
