import SFCore

/// The choppiness index: how much longer the way was than the range it stayed in, 0 to 100.
///
///     100 · log(Σ true range / (highest high − lowest low)) / log(period)
///
/// over the last `period` bars (E. W. Dreiss, 1993). Near 0 is a trend, near 100
/// a market that goes nowhere; one that does not move has neither.
public struct Chop: BarFeature {
  public static let kind = "chop"
  public static let group = FeatureGroup.trend
  public static let summary = "Choppiness index: sum of true ranges over the range, 0 to 100."
  public static let parameters = [
    Parameter.period(from: 2, default: 14, "bars of the sum and of the range")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private let scale: Double
  private var range = TrueRange()
  private var way: RollingSum
  private var extremes: RollingRange

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    scale = 100 / Double(period).logarithm
    way = RollingSum(period)
    extremes = RollingRange(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let extremes = extremes.update(bar)
    let sum = range.update(bar).flatMap { way.update($0) }
    values[0] = .nan
    guard let extremes, let sum, extremes.highest > extremes.lowest else { return }
    values[0] = scale * (sum / (extremes.highest - extremes.lowest)).logarithm
  }
}
