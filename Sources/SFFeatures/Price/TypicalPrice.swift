import SFCore

/// The mean of high, low and close of the bar.
public struct TypicalPrice: BarFeature {
  public static let kind = "typprice"
  public static let group = FeatureGroup.price
  public static let summary = "Mean of high, low and close."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.price)]

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = bar.typicalPrice
  }
}
