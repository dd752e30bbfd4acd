import SFCore

/// Says when a low or a high has become a local extreme: the lowest of `left` bars before it and
/// `right` bars after it is a rise, the highest a fall.
///
/// It is said `right` bars late, when it is known. Bars around it may be as low or
/// as high; a row of equal ones is said once, and one that is a low and a high
/// not at all. The strength is how far the close is from the extreme, as a
/// fraction of it.
public struct LocalExtrema: RuleDetector {
  public static let kind = "local_extrema"
  public static let summary = "A low or high is the extreme of the bars around it."
  public static let strengthUnit = StrengthUnit.unit(.fraction)
  public static let parameters = [
    Parameter("left", .integer(1...100_000), default: "5", "bars before the extreme"),
    Parameter("right", .integer(1...100_000), default: "5", "bars after it, until it is known"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    let right = arguments.name("right")
    let bars = arguments.integer("left") + arguments.integer("right") + 1
    guard bars <= 100_000 else {
      throw ConfigurationError("left", "and right must be less than 100000 together")
    }
    rules = try Rules(
      rise: "lag(low, \(right)) == lowest(low, \(bars))",
      fall: "lag(high, \(right)) == highest(high, \(bars))",
      strength: "abs(close / lag(low, \(right)) - 1)",
      fallStrength: "abs(close / lag(high, \(right)) - 1)")
  }
}
