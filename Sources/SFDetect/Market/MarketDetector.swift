import SFCore
import SFExpressions

/// Watches the whole market: what several numbers are on average over all symbols, at every mark.
///
/// Its signals have the symbol `ALL` and the interval of the bars. A symbol
/// counts at the marks at which it has a bar and its number is known.
public protocol MarketDetector: Component {
  /// What its strengths measure.
  static var strengthUnit: StrengthUnit { get }

  /// What is computed for every symbol and then averaged; of a condition the mean is the share of
  /// symbols for which it is true.
  var each: [ExpressionProgram.Source] { get }

  /// The fewest symbols that make a market: with fewer, a mean is missing.
  var minSymbols: Int { get }

  /// Takes the means of the next mark, one for each of `each`; NaN is a missing one.
  mutating func update(_ means: Span<Double>) -> Observation
}

extension MarketDetector {
  static var minSymbolsParameter: Parameter {
    Parameter(
      "min_symbols", .integer(1...100_000), default: "2",
      "symbols with a value at a mark, below which there is no market")
  }
}
