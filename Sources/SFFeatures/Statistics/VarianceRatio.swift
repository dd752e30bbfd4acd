import SFCore

/// How much faster than by chance the close gets away: the variance of its returns over `lag` bars
/// over `lag` times that of one bar.
///
///     Σ(ln(p / p lag bars before) − lag · μ)² / m   over   lag-free variance Σ(r − μ)² / (n − 1)
///     m = lag · (n − lag + 1) · (1 − lag / n)
///
/// over the last n = `period` log returns r with mean μ, with overlap and without
/// bias (Lo and MacKinlay, "Stock market prices do not follow random walks",
/// 1988). 1 is a random walk, more a trend, less a return to the mean. Equal
/// closes have no variance, and no ratio; one that is not positive has no
/// return, and the window begins again behind it.
public struct VarianceRatio: NumberFeature {
  public static let kind = "variance_ratio"
  public static let group = FeatureGroup.statistics
  public static let summary =
    "Variance of returns over some bars against that of one (Lo, MacKinlay)."
  public static let parameters = [
    Parameter.period(from: 3, default: 100, "returns of one bar in the window"),
    Parameter.period("lag", from: 2, default: 2, "bars of the longer returns"),
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  public let lag: Int
  private var change = LogChange()
  private var closes: Ring<Double>
  private var short: RollingMoments
  private var long: RollingMoments

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    lag = arguments.integer("lag")
    guard lag < period else {
      throw ConfigurationError("lag", "must be less than period (\(period)), is \(lag)")
    }
    closes = Ring(lag)
    short = RollingMoments(period)
    long = RollingMoments(period - lag + 1)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let change = change.update(value) else { return begin(with: value) }
    let longMoments = closes.push(value).flatMap { long.update((value / $0).logarithm) }
    guard let short = short.update(change), let long = longMoments, short.squares > 0
    else { return }
    let (n, q) = (Double(period), Double(lag))
    let shift = long.mean - q * short.mean
    let squares = long.squares + long.count * shift * shift
    let unbiased = q * (n - q + 1) * (1 - q / n)
    values[0] = squares / unbiased / (short.squares / (n - 1))
  }

  /// The first close, or the first behind one that was not positive.
  private mutating func begin(with value: Double) {
    short.clear()
    long.clear()
    closes = Ring(lag)
    if value > 0 { _ = closes.push(value) }
  }
}
