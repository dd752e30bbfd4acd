import SFCore

/// How far the typical price lies above its mean, in 0.015 mean deviations: most of the time -100 to
/// 100 (Lambert, "Commodity Channel Index", 1980).
///
/// Where the price does not move there is no deviation, and no index.
public struct CCI: BarFeature {
  public static let kind = "cci"
  public static let group = FeatureGroup.momentum
  public static let summary =
    "Commodity channel index: the distance from the mean in mean deviations."
  public static let parameters = [
    Parameter.period(from: 2, default: 14, "bars in mean and deviation")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var spread: RollingSpread

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    spread = RollingSpread(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let price = bar.typicalPrice
    values[0] = .nan
    guard let (mean, deviation) = spread.update(price) else { return }
    values[0] = share(price - mean, of: 0.015 * deviation)
  }
}
