import SFCore

/// The mean of the average directional movement index and of that `period - 1` bars before (Wilder,
/// "New Concepts in Technical Trading Systems", 1978).
///
/// Behind a bar without an average it waits for `period` of them.
public struct ADXR: BarFeature {
  public static let kind = "adxr"
  public static let group = FeatureGroup.trend
  public static let summary = "Average directional movement rating, 0 to 100 (Wilder)."
  public static let parameters = ADX.parameters
  public static let outputs = [FeatureOutput(.none)]

  private var index: ADX
  private var past: Ring<Double>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    index = try ADX(arguments)
    past = Ring(index.period - 1)
  }

  public var warmUp: Int { 3 * index.period - 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    index.update(bar, into: &values)
    guard !values[0].isNaN else {
      past = Ring(index.period - 1)
      return
    }
    let before = past.push(values[0]) ?? .nan
    values[0] = (values[0] + before) / 2
  }
}
