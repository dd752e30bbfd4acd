import SFCore

/// The mean of open, high, low and close of the bar.
public struct AveragePrice: BarFeature {
  public static let kind = "avgprice"
  public static let group = FeatureGroup.price
  public static let summary = "Mean of open, high, low and close."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.price)]

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = bar.averagePrice
  }
}
