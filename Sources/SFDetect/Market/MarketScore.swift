import SFCore
import SFExpressions

/// How unusual the mean log return of all symbols is at a mark.
///
///     score = (return − mean) / deviation    of the `window` marks before this one
///
/// A mark with too few symbols is left out, as if it had not been.
struct MarketScore: Codable, Sendable {
  /// What is computed for each symbol.
  static let each: [ExpressionProgram.Source] = [.number("log(close / lag(close, 1))")]

  static let windowParameter = Parameter(
    "window", .integer(2...100_000), default: "100", "marks in mean and deviation")

  private var score: NumberExpression
  /// The expression reads the mean return, and no bar.
  private static let noBar = Bar(series: 0, open: 0, high: 0, low: 0, close: 0, volume: nil)

  init(_ arguments: Arguments) throws(ConfigurationError) {
    let window = arguments.integer("window")
    let text = "(x - lag(mean(x, \(window)), 1)) / lag(stdev(x, \(window)), 1)"
    do {
      score = try NumberExpression(text)
    } catch {
      throw ConfigurationError("", error.message, help: error.help)
    }
    score.bind([.column(0)])
  }

  /// Takes the mean return of the next mark; NaN while its score is not known.
  mutating func update(_ means: Span<Double>) -> Double {
    means[0].isNaN ? .nan : score.update(Self.noBar, [], means)
  }
}
