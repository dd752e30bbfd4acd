import SFCore

/// Yang and Zhang's volatility, which neither a trend nor opening gaps disturb, per bar, as a
/// fraction.
///
///     √(variance(ln(open / close before)) + k · variance(ln(close / open)) + (1 − k) · rs²)
///     k = 0.34 / (1.34 + (n + 1) / (n − 1))
///
/// with variances of the sample and rs the `rogers_satchell` of the same
/// n = `period` bars ("Drift independent volatility estimation", 2000). A price
/// that is not positive makes the window begin again behind it.
public struct YangZhang: BarFeature {
  public static let kind = "yang_zhang"
  public static let group = FeatureGroup.volatility
  public static let summary = "Volatility per bar that allows for trend and gaps (Yang, Zhang)."
  public static let parameters = [
    Parameter.period(from: 2, default: 20, "bars in the window")
  ]
  public static let outputs = [FeatureOutput(.fraction)]

  public let period: Int
  private let k: Double
  /// The last close, if it was positive.
  private var previous: Double?
  private var gaps: RollingMoments
  private var closes: RollingMoments
  private var ranges: RollingSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    let n = Double(period)
    k = 0.34 / (1.34 + (n + 1) / (n - 1))
    gaps = RollingMoments(period)
    closes = RollingMoments(period)
    ranges = RollingSum(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    let before = previous
    let logs = LogBar(bar)
    previous = logs == nil ? nil : bar.close.double
    guard let before, let logs else {
      gaps.clear()
      closes.clear()
      ranges.clear()
      return
    }
    let gap = gaps.update((bar.open.double / before).logarithm)
    let close = closes.update(logs.close)
    let range = ranges.update(logs.rogersSatchell)
    guard let gap, let close, let range else { return }
    let n = Double(period)
    let variance = (gap.squares + k * close.squares) / (n - 1) + (1 - k) * range / n
    values[0] = max(0, variance).squareRoot()
  }
}
