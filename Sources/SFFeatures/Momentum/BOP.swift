import SFCore

/// What the price made of its way in a bar: the close less the open, as a share of the range, -1 to
/// 1 (Livshin, "Balance of Market Power", 2001).
///
/// A bar without a range has no balance.
public struct BOP: BarFeature {
  public static let kind = "bop"
  public static let group = FeatureGroup.momentum
  public static let summary =
    "Balance of power: close less open, as a share of the range of the bar."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.fraction)]

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let range = bar.high.double - bar.low.double
    values[0] = share(bar.close.double - bar.open.double, of: range)
  }
}
