import SFCore
import SFExpressions

/// Says when the whole market moves unusually: the mean log return of all symbols is `level`
/// deviations above the mean of the marks before, or below.
///
/// The strength is the number of deviations.
public struct MarketZScore: MarketDetector {
  public static let kind = "market_zscore"
  public static let summary = "The market as a whole moves unusually; symbol ALL."
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    MarketScore.windowParameter,
    Parameter("level", .number, default: "3", "deviations that are unusual"),
    minSymbolsParameter,
  ]

  public let minSymbols: Int
  private let level: Double
  private var score: MarketScore

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requirePositive("level")
    minSymbols = arguments.integer("min_symbols")
    level = arguments.number("level")
    score = try MarketScore(arguments)
  }

  public var each: [ExpressionProgram.Source] { MarketScore.each }

  public mutating func update(_ means: Span<Double>) -> Observation {
    let score = score.update(means)
    guard !score.isNaN else { return Observation(rise: .unknown, fall: .unknown) }
    return Observation(
      rise: score > level ? .present(strength: score) : .absent,
      fall: score < -level ? .present(strength: -score) : .absent)
  }
}
