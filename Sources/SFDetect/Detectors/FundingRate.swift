import SFCore

/// Says when the funding rate of a perpetual changes its sign after it has kept it for `bars`
/// bars: to negative a rise, since those who paid to be long have left, to positive a fall.
///
/// Reads the market field `funding_rate`; at bars without it the latest one
/// holds. A rate of 0 keeps the sign that was. The strength is the new rate
/// without its sign, a fraction for one funding period.
public struct FundingRate: RuleDetector {
  public static let kind = "funding_rate"
  public static let summary = "The funding rate changes its sign after a while."
  public static let strengthUnit = StrengthUnit.unit(.fraction)
  public static let parameters = [
    Parameter(
      "bars", .integer(1...100_000), default: "24", "bars that the sign must have been kept")
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    let (rate, bars) = ("latest(funding_rate)", arguments.name("bars"))
    let kept = { (sign: String) in "lag(count_in(\(rate) \(sign) 0, \(bars)), 1) == \(bars)" }
    rules = try Rules(
      rise: "cross_below(\(rate), 0) and \(kept(">="))",
      fall: "cross_above(\(rate), 0) and \(kept("<="))", strength: "abs(\(rate))")
  }
}
