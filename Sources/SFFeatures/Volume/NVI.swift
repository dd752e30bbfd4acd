import SFCore

/// The negative volume index: it moves with the close on bars with less volume than the one before,
/// from 1000.
///
///     nvi · close / close before
///
/// (Paul Dysart, 1936, in the form of Norman Fosback, "Stock market logic", 1976).
public struct NVI: BarFeature {
  public static let kind = "nvi"
  public static let group = FeatureGroup.volume
  public static let summary = "Negative volume index: the close on bars of falling volume."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.none)]
  public static let needsVolume = true

  private var index = VolumeIndex()

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = index.update(bar) { $0 < $1 }
  }
}
