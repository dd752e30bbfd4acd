import SFCore
import SFExpressions

/// Says when most symbols move the same way: `share` of them or more closed higher than `bars`
/// bars before, or lower.
///
/// A symbol whose close is the same agrees with neither. The strength is the share.
public struct MarketAgreement: MarketDetector {
  public static let kind = "market_agreement"
  public static let summary = "Most symbols rise, or fall, at the same time; symbol ALL."
  public static let strengthUnit = StrengthUnit.unit(.fraction)
  public static let parameters = [
    Parameter("bars", .integer(1...100_000), default: "1", "bars over which a symbol has moved"),
    Parameter("share", .number, default: "0.8", "the share of symbols that must agree, of 1"),
    minSymbolsParameter,
  ]

  public let each: [ExpressionProgram.Source]
  public let minSymbols: Int
  private let share: Double

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    let before = "lag(close, \(arguments.integer("bars")))"
    each = [.condition("close > \(before)"), .condition("close < \(before)")]
    minSymbols = arguments.integer("min_symbols")
    share = arguments.number("share")
    guard 0.5 < share, share <= 1 else {
      throw ConfigurationError("share", "must be greater than 0.5 and at most 1, is \(share)")
    }
  }

  public mutating func update(_ means: Span<Double>) -> Observation {
    Observation(rise: sighting(means[0]), fall: sighting(means[1]))
  }

  private func sighting(_ mean: Double) -> Sighting {
    mean.isNaN ? .unknown : mean >= share ? .present(strength: mean) : .absent
  }
}
