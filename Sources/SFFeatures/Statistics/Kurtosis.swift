import SFCore

/// The excess kurtosis of the last `period` closes: 0 for a normal distribution, positive when more
/// lies far out.
///
///     (n − 1) / ((n − 2)(n − 3)) · ((n + 1) n Σ(x − mean)⁴ / (Σ(x − mean)²)² − 3 (n − 1))
///
/// the estimate from a sample (Joanes and Gill, "Comparing measures of sample
/// skewness and kurtosis", 1998: G₂), as pandas has it. Equal closes have none. Of
/// returns it is `kurtosis:30(log_return:1)`.
public struct Kurtosis: NumberFeature {
  public static let kind = "kurtosis"
  public static let group = FeatureGroup.statistics
  public static let summary = "Excess kurtosis of the close, estimated from a sample."
  public static let parameters = [
    Parameter.period(from: 4, default: 30, "closes in the window")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var window: RollingFold<HigherMoments>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    window = RollingFold(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let moments = window.update(value), moments.squares > 0 else { return }
    let n = moments.count
    let ratio = n * (moments.fourths / moments.squares / moments.squares)
    values[0] = (n - 1) / ((n - 2) * (n - 3)) * ((n + 1) * ratio - 3 * (n - 1))
  }
}
