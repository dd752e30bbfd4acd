import SFCore

/// How many deviations a symbol lies above the mean of all symbols.
///
/// The deviation is that of the symbols as a whole population. Where all are
/// equal there is no deviation, and no score.
public struct MarketZScore: AcrossFeature {
  public static let kind = "market_zscore"
  public static let summary = "Distance of a feature from its mean over all symbols, in deviations."
  public static let parameters: [Parameter] = []
  public static let output = FeatureOutput(.none)

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public mutating func update(
    _ values: Span<Double>, of series: Span<SeriesIndex>, reference: Int?,
    into results: inout MutableSpan<Double>
  ) {
    var moments = MomentSum()
    for place in values.indices where !values[place].isNaN { moments.append(values[place]) }
    for place in values.indices {
      results[place] = (values[place] - moments.mean) / moments.populationDeviation
    }
  }
}
