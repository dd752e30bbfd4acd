import SFCore

/// The mean of high, low and close of the bar, in which the close counts twice.
public struct WeightedClose: BarFeature {
  public static let kind = "wclprice"
  public static let group = FeatureGroup.price
  public static let summary = "Mean of high, low and twice the close."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.price)]

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = bar.weightedClose
  }
}
