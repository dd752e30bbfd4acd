import SFCore

/// The exponentially weighted volatility of the close, per bar, as a fraction.
///
///     variance = lambda · variance before + (1 − lambda) · ln(close / close before)²
///
/// (J. P. Morgan, "RiskMetrics technical document", 1996, with 0.94 for days). It
/// begins as the first squared return. A close that is not positive has no
/// return: the variance stands.
public struct EWMAVolatility: NumberFeature {
  public static let kind = "ewma_vol"
  public static let group = FeatureGroup.volatility
  public static let summary = "Exponentially weighted volatility of the close (RiskMetrics)."
  public static let parameters = [
    Parameter("lambda", .number, default: "0.94", "what the variance before weighs, 0 to 1")
  ]
  public static let outputs = [FeatureOutput(.fraction)]

  public let lambda: Double
  private var change = LogChange()
  /// `nil` until there is a return.
  private var variance: Double?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    lambda = arguments.number("lambda")
    guard lambda > 0, lambda < 1 else {
      throw ConfigurationError("lambda", "must be greater than 0 and less than 1, is \(lambda)")
    }
  }

  public var warmUp: Int { 2 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    if let change = change.update(value) {
      let square = change * change
      let before = variance ?? square
      variance = before + (1 - lambda) * (square - before)
    }
    values[0] = variance?.squareRoot() ?? .nan
  }
}
