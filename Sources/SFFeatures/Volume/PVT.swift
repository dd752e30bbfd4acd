import SFCore

/// The price volume trend: the sum of volume times return, from 0.
///
///     Σ volume · (close − close before) / close before
///
/// A close of 0 has no return: the sum stands.
public struct PVT: BarFeature {
  public static let kind = "pvt"
  public static let group = FeatureGroup.volume
  public static let summary = "Price volume trend: the sum of volume times return."
  public static let parameters: [Parameter] = []
  public static let outputs = [FeatureOutput(.none)]
  public static let needsVolume = true

  /// The last close; `nil` before the first bar.
  private var previous: Double?
  private var total = RunningTotal()

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public var warmUp: Int { 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let close = bar.close.double
    let before = previous ?? close
    let change = before == 0 ? 0 : (close - before) / before
    values[0] = total.add(change * bar.boundedVolume)
    previous = close
  }
}
