import SFCore

/// Says when the slope of the Kalman filter's trend changes its sign: to positive a rise, to
/// negative a fall.
///
/// The strength is the slope for one bar, as a fraction of the close.
public struct KalmanTurn: RuleDetector {
  public static let kind = "kalman"
  public static let summary = "The trend of a Kalman filter turns."
  public static let strengthUnit = StrengthUnit.unit(.fraction)
  public static let parameters = [
    Parameter("level", .number, default: "0.01", "variance of the level, 1 that of the noise"),
    Parameter("trend", .number, default: "0.0001", "variance of the slope, 1 that of the noise"),
  ]

  public var rules: Rules

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    let slope = arguments.column("kalman", "level", "trend", output: "slope")
    rules = try Rules(
      rise: "cross_above(\(slope), 0)", fall: "cross_below(\(slope), 0)",
      strength: "abs(\(slope)) / close")
  }
}
