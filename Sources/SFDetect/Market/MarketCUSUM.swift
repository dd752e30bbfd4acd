import SFCore
import SFExpressions

/// Says when small moves of the whole market add up: Page's cumulative sums of the score of
/// `market_zscore`.
///
///     up   = max(0, up + score − drift)      a rise when it exceeds `level`
///     down = max(0, down − score − drift)    a fall when it exceeds `level`
///
/// Both begin again at 0 after a signal, and a mark without a score leaves
/// them as they are (Page, "Continuous inspection schemes", 1954). The strength
/// is the sum over the level.
public struct MarketCUSUM: MarketDetector {
  public static let kind = "market_cusum"
  public static let summary = "Small moves of the market as a whole add up; symbol ALL."
  public static let strengthUnit = StrengthUnit.unit(.none)
  public static let parameters = [
    MarketScore.windowParameter,
    Parameter("drift", .number, default: "0.5", "deviations a mark that do not count"),
    Parameter("level", .number, default: "5", "the sum that is a change"),
    minSymbolsParameter,
  ]

  public let minSymbols: Int
  private let drift: Double
  private let level: Double
  private var score: MarketScore
  private var up = 0.0
  private var down = 0.0

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    try arguments.requirePositive("level")
    minSymbols = arguments.integer("min_symbols")
    drift = arguments.number("drift")
    level = arguments.number("level")
    guard drift >= 0 else {
      throw ConfigurationError("drift", "must not be negative, is \(drift)")
    }
    score = try MarketScore(arguments)
  }

  public var each: [ExpressionProgram.Source] { MarketScore.each }

  public mutating func update(_ means: Span<Double>) -> Observation {
    let score = score.update(means)
    guard !score.isNaN else { return Observation(rise: .unknown, fall: .unknown) }
    up = max(0, up + score - drift)
    down = max(0, down - score - drift)
    let seen = Observation(
      rise: up > level ? .present(strength: up / level) : .absent,
      fall: down > level ? .present(strength: down / level) : .absent)
    if max(up, down) > level { (up, down) = (0, 0) }
    return seen
  }
}
