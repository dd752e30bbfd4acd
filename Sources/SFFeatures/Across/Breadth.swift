import SFCore

/// The share of symbols with a number above a level, 0 to 1.
public struct Breadth: AcrossFeature {
  public static let kind = "breadth"
  public static let summary =
    "Share of symbols with a feature above a level, as in breadth:50(rsi:14)."
  public static let parameters = [
    Parameter("level", .number, default: "0", "a symbol counts when its number is greater")
  ]
  public static let output = FeatureOutput(.fraction)

  public let level: Double

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    level = arguments.number("level")
  }

  public mutating func update(
    _ values: Span<Double>, of series: Span<SeriesIndex>, reference: Int?,
    into results: inout MutableSpan<Double>
  ) {
    var (above, count) = (0.0, 0.0)
    for place in values.indices where !values[place].isNaN {
      count += 1
      if values[place] > level { above += 1 }
    }
    for place in values.indices { results[place] = values[place].isNaN ? .nan : above / count }
  }
}
