import SFCore

/// The positive volume index: it moves with the close on bars with more volume than the one before,
/// from 1000.
///
///     pvi · close / close before
///
/// (Paul Dysart, 1936, in the form of Norman Fosback, "Stock market logic", 1976).
public struct PVI: BarFeature {
  public static let kind = "pvi"
  public static let group = FeatureGroup.volume
  public static let summary = "Positive volume index: the close on bars of rising volume."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.none)]
  public static let needsVolume = true

  private var index = VolumeIndex()

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = index.update(bar) { $0 > $1 }
  }
}
