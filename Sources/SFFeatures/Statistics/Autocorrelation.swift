import SFCore

/// Pearson's correlation of the close with the one `lag` bars before it, over the last `period` such
/// pairs, −1 to 1.
///
/// Where the closes of one side are all equal there is none. Of returns it is
/// `autocorr:100,1(log_return:1)`.
public struct Autocorrelation: NumberFeature {
  public static let kind = "autocorr"
  public static let group = FeatureGroup.statistics
  public static let summary = "Correlation of the close with itself some bars before."
  public static let parameters = [
    Parameter.period(from: 2, default: 100, "pairs in the window"),
    Parameter.period("lag", default: 1, "bars between the two of a pair"),
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  public let lag: Int
  private var closes: Ring<Double>
  private var pairs: RollingFold<PairMoments>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    lag = arguments.integer("lag")
    closes = Ring(lag)
    pairs = RollingFold(period)
  }

  public var warmUp: Int { period + lag }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let before = closes.push(value),
      let moments = pairs.update(Pair(x: before, y: value))
    else { return }
    let scale = moments.squaresX.squareRoot() * moments.squaresY.squareRoot()
    guard scale > 0 else { return }
    values[0] = min(1, max(-1, moments.products / scale))
  }
}
