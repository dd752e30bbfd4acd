import SFCore

/// Where a symbol stands among all: the share of the others that lie below it.
///
/// 0 is the lowest and 1 the highest; equal numbers share the middle of their
/// places. A symbol that is alone has no rank.
public struct MarketRank: AcrossFeature {
  public static let kind = "market_rank"
  public static let summary = "Rank of a feature among all symbols, 0 (lowest) to 1 (highest)."
  public static let parameters: [Parameter] = []
  public static let output = FeatureOutput(.fraction)

  /// The numbers of the mark at hand; kept to be filled again.
  private var sorted: [Double] = []

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public mutating func update(
    _ values: Span<Double>, of series: Span<SeriesIndex>, reference: Int?,
    into results: inout MutableSpan<Double>
  ) {
    sorted.removeAll(keepingCapacity: true)
    for place in values.indices where !values[place].isNaN { sorted.append(values[place]) }
    sorted.sort()
    for place in values.indices {
      results[place] = .nan
      guard !values[place].isNaN, sorted.count > 1 else { continue }
      let below = firstPlace { $0 >= values[place] }
      let through = firstPlace { $0 > values[place] }
      results[place] = Double(below + through - 1) / 2 / Double(sorted.count - 1)
    }
  }

  /// The first place from which on a condition holds.
  private func firstPlace(_ holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if holds(sorted[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  // Nothing is remembered from mark to mark.
  private enum CodingKeys: CodingKey {}
}
