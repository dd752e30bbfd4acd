import SFCore

/// The realized semivariances of the last `period` returns: what falls and what rises add to the
/// squared `realized_vol`.
///
///     down = Σ ln(close / close before)² of the returns below 0
///     up   = the same of those above 0
///
/// (Barndorff-Nielsen, Kinnebrock and Shephard, "Measuring downside risk", 2010.)
/// A close that is not positive has no return: the window begins again behind it.
public struct Semivariance: NumberFeature {
  public static let kind = "semivariance"
  public static let group = FeatureGroup.volatility
  public static let summary = "Realized semivariance: squared log returns below and above 0."
  public static let parameters = [
    Parameter.period(default: 20, "returns in the sums")
  ]
  public static let outputs = [FeatureOutput("down", .none), FeatureOutput("up", .none)]

  public let period: Int
  private var change = LogChange()
  private var down: RollingSum
  private var up: RollingSum

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    down = RollingSum(period)
    up = RollingSum(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values.update(repeating: .nan)
    guard let change = change.update(value) else {
      down.clear()
      up.clear()
      return
    }
    values[0] = down.update(change < 0 ? change * change : 0) ?? .nan
    values[1] = up.update(change > 0 ? change * change : 0) ?? .nan
  }
}
