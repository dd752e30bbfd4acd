import SFCore

/// The correlation (Pearson) of the highs and the lows of the last `period` bars, -1 to 1.
///
/// Where one of them does not change there is none.
public struct Correlation: BarFeature {
  public static let kind = "correl"
  public static let group = FeatureGroup.statistics
  public static let summary = "Correlation of the highs and the lows."
  public static let parameters = [
    Parameter.period(default: 30, "bars in the window")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var prices: RollingFold<PairMoments>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    prices = RollingFold(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    let pair = Pair(x: bar.high.double, y: bar.low.double)
    guard let moments = prices.update(pair) else { return }
    values[0] = moments.correlation ?? .nan
  }
}
