import SFCore

/// The middle between high and low of the bar.
public struct MedianPrice: BarFeature {
  public static let kind = "medprice"
  public static let group = FeatureGroup.price
  public static let summary = "Middle between high and low."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.price)]

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = bar.medianPrice
  }
}
