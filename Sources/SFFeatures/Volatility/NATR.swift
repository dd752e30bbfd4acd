import SFCore

/// The average true range as a percentage of the close, so that markets can be compared.
public struct NATR: BarFeature {
  public static let kind = "natr"
  public static let group = FeatureGroup.volatility
  public static let summary = "Average true range in percent of the close."
  public static let parameters = ATR.parameters
  public static let outputs = [FeatureOutput(.percent)]

  private var range: ATR

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    range = try ATR(arguments)
  }

  public var warmUp: Int { range.warmUp }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    range.update(bar, into: &values)
    // While the range warms up it is NaN, and so is its ratio.
    values[0] = values[0] / bar.close.double * 100
  }
}
