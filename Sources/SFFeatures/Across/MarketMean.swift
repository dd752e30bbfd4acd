import SFCore

/// The mean of all symbols, each with the same weight.
public struct MarketMean: AcrossFeature {
  public static let kind = "market_mean"
  public static let summary = "Mean of a feature over all symbols."
  public static let parameters: [Parameter] = []
  public static let output = FeatureOutput(.price)

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public mutating func update(
    _ values: Span<Double>, of series: Span<SeriesIndex>, reference: Int?,
    into results: inout MutableSpan<Double>
  ) {
    var sum = DoubledSum()
    var count = 0.0
    for place in values.indices where !values[place].isNaN {
      sum.append(values[place])
      count += 1
    }
    for place in values.indices { results[place] = values[place].isNaN ? .nan : sum.value / count }
  }
}
