import SFCore

/// The realized volatility of the last `period` returns: that of the whole window, as a fraction.
///
///     √Σ ln(close / close before)²
///
/// (Andersen and Bollerslev, "Answering the skeptics", 1998). Divided by
/// √period it is that of a bar. A close that is not positive has no return: the
/// window begins again behind it.
public struct RealizedVolatility: NumberFeature {
  public static let kind = "realized_vol"
  public static let group = FeatureGroup.volatility
  public static let summary = "Realized volatility: root of the sum of squared log returns."
  public static let parameters = [
    Parameter.period(default: 20, "returns in the sum")
  ]
  public static let outputs = [FeatureOutput(.fraction)]

  public let period: Int
  private var change = LogChange()
  private var squares: RollingSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    squares = RollingSum(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let change = change.update(value) else { return squares.clear() }
    values[0] = squares.update(change * change)?.squareRoot() ?? .nan
  }
}
