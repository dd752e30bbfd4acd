import SFCore

/// Says when price and an oscillator disagree at two extremes: a rise when a low is lower than
/// the one before and the oscillator is higher there, a fall when a high is higher and the oscillator lower.
///
/// A low or high is a local extreme of the bars around it, as in `local_extrema`,
/// and is known `right` bars later. The two may be at most `within` bars apart.
/// The strength is by how much the oscillator disagrees, in its own unit.
///
///     divergence:rsi_14    divergence:macd_12_26_9,left=10,right=3
public struct Divergence: RuleDetector {
  public static let kind = "divergence"
  public static let summary = "Price makes a new extreme, and an oscillator does not."
  public static let strengthUnit = StrengthUnit.of(parameter: "column")
  public static let parameters = [
    Parameter("column", .column, default: "rsi_14", "the oscillator: rsi_14, macd_12_26_9, …"),
    Parameter("left", .integer(1...100_000), default: "5", "bars before an extreme"),
    Parameter("right", .integer(1...100_000), default: "5", "bars after it, until it is known"),
    Parameter(
      "within", .integer(1...100_000), default: "60", "bars between the two extremes, at most"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    let right = arguments.name("right")
    let bars = arguments.integer("left") + arguments.integer("right") + 1
    guard bars <= 100_000 else {
      throw ConfigurationError("left", "and right must be less than 100000 together")
    }
    let oscillator = "lag(\(arguments.name("column")), \(right))"
    let (low, high) = ("lag(low, \(right))", "lag(high, \(right))")
    let isLow = "\(low) == lowest(low, \(bars))"
    let isHigh = "\(high) == highest(high, \(bars))"
    let before = { (condition: String, x: String) in "lag(value_when(\(condition), \(x)), 1)" }
    let within = arguments.name("within")
    let isNear = { (condition: String) in "lag(bars_since(\(condition)), 1) < \(within)" }
    rules = try Rules(
      rise: "\(isLow) and \(low) < \(before(isLow, low)) and \(isNear(isLow))"
        + " and \(oscillator) > \(before(isLow, oscillator))",
      fall: "\(isHigh) and \(high) > \(before(isHigh, high)) and \(isNear(isHigh))"
        + " and \(oscillator) < \(before(isHigh, oscillator))",
      strength: "\(oscillator) - \(before(isLow, oscillator))",
      fallStrength: "\(before(isHigh, oscillator)) - \(oscillator)")
  }
}
