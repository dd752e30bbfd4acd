import SFCore

/// The sum of the volumes since the first bar, each weighed by where its bar closes: all of it at the
/// high, none in the middle, minus all at the low (Chaikin).
///
/// A bar without a range adds nothing. A sum too great for a `Double` is no value,
/// and begins again.
public struct AD: BarFeature {
  public static let kind = "ad"
  public static let group = FeatureGroup.volume
  public static let summary =
    "Accumulation and distribution line: volume weighed by the place of the close."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.none)]
  public static let needsVolume = true

  private var total = RunningTotal()

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = total.add(bar.moneyFlow)
  }
}
