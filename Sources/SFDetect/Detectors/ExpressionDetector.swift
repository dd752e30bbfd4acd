import SFCore

/// What the user says: a condition for a rise, one for a fall, and what the signal is worth.
///
///     dip=expression:rise=rsi_14 < 30 and close > sma_200,strength=abs(zscore_50)
///
/// `--name`, `--rise`, `--fall`, `--strength` and `--probability` are the same. A
/// signal whose probability is missing has none.
public struct ExpressionDetector: RuleDetector {
  public static let kind = "expression"
  public static let summary = "A condition of your own, by --name with --rise and --fall."
  public static let strengthUnit = StrengthUnit.of(parameter: "strength")
  public static let parameters = [
    Parameter("rise", .text, default: "none", "the condition of a rise, none for never"),
    Parameter("fall", .text, default: "none", "the condition of a fall, none for never"),
    Parameter("strength", .text, default: "1", "a number, the strength of a signal"),
    Parameter("probability", .text, default: "none", "a number, 0 to 1, or none"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    guard arguments.spec.alias != nil else {
      throw ConfigurationError(
        "the expression", "has no name, expected one",
        help: "for example dip=expression:rise=close < open")
    }
    let given = { arguments.name($0) == "none" ? nil : arguments.name($0) }
    let (rise, fall) = (given("rise"), given("fall"))
    guard rise != nil || fall != nil else {
      throw ConfigurationError(
        "rise", "or fall must be given", help: "for example rise=close < open")
    }
    rules = try Rules(
      rise: rise ?? Rules.never, fall: fall ?? Rules.never, strength: arguments.name("strength"),
      probability: given("probability"))
  }
}
