import SFCore

/// The skewness of the last `period` closes: positive when the greater ones lie farther out.
///
///     n √(n − 1) / (n − 2) · Σ(x − mean)³ / (Σ(x − mean)²)^1.5
///
/// the estimate from a sample (Joanes and Gill, "Comparing measures of sample
/// skewness and kurtosis", 1998: G₁), as pandas has it. Equal closes have none. Of
/// returns it is `skew:30(log_return:1)`.
public struct Skew: NumberFeature {
  public static let kind = "skew"
  public static let group = FeatureGroup.statistics
  public static let summary = "Skewness of the close, estimated from a sample."
  public static let parameters = [
    Parameter.period(from: 3, default: 30, "closes in the window")
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
    let deviation = moments.squares.squareRoot()
    values[0] =
      n * (n - 1).squareRoot() / (n - 2) * (moments.cubes / moments.squares / deviation)
  }
}
