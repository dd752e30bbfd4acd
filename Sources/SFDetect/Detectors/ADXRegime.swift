import SFCore

/// Says when a trend is on: the average directional index is above `level`, and the direction
/// is that of the greater of +DI and −DI.
///
/// The strength is the index over 100.
public struct ADXRegime: RuleDetector {
  public static let kind = "adx_regime"
  public static let summary = "A trend is on, by the average directional index."
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    Parameter(
      "period", .integer(2...100_000), default: "14", "period of the adx and of its directions"),
    Parameter("level", .number, default: "25", "a trend is an index above it"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    let column = { arguments.column($0, "period") }
    let (adx, plus, minus) = (column("adx"), column("plus_di"), column("minus_di"))
    let trend = "\(adx) > \(arguments.name("level"))"
    rules = try Rules(
      rise: "\(trend) and \(plus) > \(minus)", fall: "\(trend) and \(plus) < \(minus)",
      strength: "\(adx) / 100")
  }
}
