import SFCore

/// Says when the money flow index is extreme: a rise below `low`, since those who wanted
/// to sell have sold, a fall above `high`.
///
/// The strength is the distance beyond the level, in points.
public struct MFIExtreme: RuleDetector {
  public static let kind = "mfi"
  public static let summary = "The money flow index is oversold or overbought."
  public static let needsMovement = true
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    Parameter("period", .integer(2...100_000), default: "14", "period of the mfi"),
    Parameter("low", .number, default: "20", "oversold below"),
    Parameter("high", .number, default: "80", "overbought above"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requireOrder("low", "high")
    let mfi = arguments.column("mfi", "period")
    let (low, high) = (arguments.name("low"), arguments.name("high"))
    rules = try Rules(
      rise: "\(mfi) < \(low)", fall: "\(mfi) > \(high)",
      strength: "max(\(low) - \(mfi), \(mfi) - \(high))")
  }
}
