import SFCore

/// Says when a bar touches a Bollinger band: the lower one with its low a rise, the upper one
/// with its high a fall. A bar that touches both is neither, and bands without width are not touched.
///
/// The strength is how far the bar reaches beyond the band, as a fraction of the
/// distance between the bands.
public struct BollingerTouch: RuleDetector {
  public static let kind = "bollinger_touch"
  public static let summary = "A bar reaches out of the Bollinger bands."
  public static let strengthUnit = StrengthUnit.unit(.fraction)
  public static let parameters = [
    Parameter("period", .integer(2...100_000), default: "20", "period of the bbands"),
    Parameter("deviations", .number, default: "2", "deviations from the average to the bands"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requirePositive("deviations")
    let column = { arguments.column("bbands", "period", "deviations", output: $0) }
    let (upper, lower) = (column("upper"), column("lower"))
    rules = try Rules(
      rise: "low <= \(lower)", fall: "high >= \(upper)",
      strength: "(\(lower) - low) / (\(upper) - \(lower))",
      fallStrength: "(high - \(upper)) / (\(upper) - \(lower))")
  }
}
