import SFCore

/// Says when a column, or a field of the bar, is beyond a level.
///
/// Its condition holds while the value is greater than `above` and less than
/// `below`, as far as they are given; a value at a level is not beyond it. The
/// strength is 1.
///
///     threshold:rsi_14,below=30,direction=rise            oversold
///     threshold:natr_14,above=0.5,below=2,direction=rise  inside a band
public struct Threshold: RuleDetector {
  public static let kind = "threshold"
  public static let summary = "A column, or a field of the bar, is beyond a level."
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    Parameter("column", .column, "a column of the stream, or a field of the bar"),
    Parameter("above", .number, default: "none", allowsNone: true, "the value must be greater"),
    Parameter("below", .number, default: "none", allowsNone: true, "the value must be less"),
    Parameter("direction", .choice(["rise", "fall"]), "what the signal says"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    let column = arguments.name("column")
    let (above, below) = (arguments.name("above"), arguments.name("below"))
    let condition: String
    switch (above, below) {
    case ("none", "none"):
      throw ConfigurationError(
        "above", "or below must be given",
        help: "for example threshold:rsi_14,below=30,direction=rise")
    case (_, "none"): condition = "\(column) > \(above)"
    case ("none", _): condition = "\(column) < \(below)"
    default:
      try arguments.requireOrder("above", "below")
      condition = "\(above) < \(column) < \(below)"
    }
    rules =
      arguments.name("direction") == "rise"
      ? try Rules(rise: condition) : try Rules(fall: condition)
  }
}
