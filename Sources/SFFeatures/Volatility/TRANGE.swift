import SFCore

/// How far the price went from one close over the next bar: the greatest of its range and the
/// distances of its high and low from the close before (Wilder).
public struct TRANGE: BarFeature {
  public static let kind = "trange"
  public static let group = FeatureGroup.volatility
  public static let summary = "True range of a bar, in the units of the price."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.price)]

  private var range = TrueRange()

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 2 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = range.update(bar) ?? .nan
  }
}
