import SFCore

/// Level and slope of the close under noise, as a Kalman filter sees them.
///
/// The local linear trend model (Harvey, "Forecasting, structural time series
/// models and the Kalman filter", 1989):
///
///     close = level + noise               variance 1
///     level = level + slope + …           variance `level`
///     slope = slope + …                   variance `trend`
///
/// Only the ratios of the variances matter, so they are given in units of that
/// of the noise, and the filter needs no scale: greater ones follow faster. It
/// begins at the first close with the slope 0, of which it is as unsure as of
/// the close.
public struct KalmanTrend: NumberFeature {
  public static let kind = "kalman"
  public static let group = FeatureGroup.averages
  public static let summary = "Kalman filter of the close: level and slope of a local trend."
  public static let parameters = [
    Parameter("level", .number, default: "0.01", "variance of the level, 1 that of the noise"),
    Parameter("trend", .number, default: "0.0001", "variance of the slope, 1 that of the noise"),
  ]
  public static let outputs = [FeatureOutput(.price), FeatureOutput("slope", .price)]

  public let level: Double
  public let trend: Double
  /// Level and slope; `nil` before the first bar.
  private var state: SIMD2<Double>?
  /// How unsure they are: variance of the level, covariance, variance of the slope.
  private var variances = SIMD3(1.0, 0, 1)

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    level = arguments.number("level")
    trend = arguments.number("trend")
    for (name, value) in [("level", level), ("trend", trend)]
    where !(0...1e6).contains(value) {
      throw ConfigurationError(name, "must be 0 to 1000000, is \(value)")
    }
  }

  public var warmUp: Int { 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let state = next(value)
    self.state = state
    values[0] = state.x
    // A slope below the last digit of the level is what is left of moves long past, and turns its
    // sign for ever.
    values[1] = state.y.magnitude < state.x.magnitude * 0x1p-52 ? 0 : state.y
  }

  private mutating func next(_ value: Double) -> SIMD2<Double> {
    guard let state else { return [value, 0] }
    let (ofLevel, both, ofSlope) = (variances.x, variances.y, variances.z)
    let forecast = SIMD3(ofLevel + 2 * both + ofSlope + level, both + ofSlope, ofSlope + trend)
    let gain = SIMD2(forecast.x, forecast.y) / (forecast.x + 1)
    // The level's share of what is left unsure is written as a product: it stays positive.
    variances = [
      gain.x, forecast.y / (forecast.x + 1), forecast.z - gain.y * forecast.y,
    ]
    let expected = state.x + state.y
    return SIMD2(expected, state.y) + gain * (value - expected)
  }
}
