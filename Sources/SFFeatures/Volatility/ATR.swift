import SFCore

/// The average true range: Wilder's average of how far the price goes in a bar.
public struct ATR: BarFeature {
  public static let kind = "atr"
  public static let group = FeatureGroup.volatility
  public static let summary = "Average true range, in the units of the price (Wilder)."
  public static let parameters = [
    Parameter.period(default: 14, "true ranges in the average")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var range = TrueRange()
  private var mean: WilderMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    mean = WilderMean(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = range.update(bar).flatMap { mean.update($0) } ?? .nan
  }
}
