import SFCore

/// How far bars go downwards beyond the bar before, in percent of the true range, in Wilder's running sums
/// of both ("New Concepts in Technical Trading Systems", 1978).
///
/// Bars that all stand still have no indicator.
public struct MinusDI: BarFeature {
  public static let kind = "minus_di"
  public static let group = FeatureGroup.trend
  public static let summary = "Minus directional indicator, 0 to 100 (Wilder)."
  public static let parameters = [
    Parameter.period(default: 14, "bars of the running sums")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var movement: DirectionalMovement

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    movement = DirectionalMovement(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    movement.update(bar)
    values[0] = movement.indicators?.minus ?? .nan
  }
}
