import SFCore

/// The mean of the simple returns of all symbols, each since its bar before, with the same weight.
public struct MarketReturn: AcrossFeature {
  public static let kind = "market_return"
  public static let summary = "Mean return of all symbols since their bar before, as a fraction."
  public static let parameters: [Parameter] = []
  public static let output = FeatureOutput(.fraction)
  public static let needsSource = false

  /// The last number of each series; `nil` before its first.
  private var previous: [Double?] = []

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 2 }

  public mutating func update(
    _ values: Span<Double>, of series: Span<SeriesIndex>, reference: Int?,
    into results: inout MutableSpan<Double>
  ) {
    var sum = DoubledSum()
    var count = 0.0
    for place in values.indices where !values[place].isNaN {
      while previous.count <= series[place] { previous.append(nil) }
      defer { previous[series[place]] = values[place] }
      guard let before = previous[series[place]], before != 0 else { continue }
      sum.append(values[place] / before - 1)
      count += 1
    }
    for place in values.indices { results[place] = values[place].isNaN ? .nan : sum.value / count }
  }
}
