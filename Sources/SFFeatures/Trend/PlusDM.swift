import SFCore

/// Wilder's running sum of how far bars go upwards beyond the bar before ("New Concepts in Technical
/// Trading Systems", 1978).
public struct PlusDM: BarFeature {
  public static let kind = "plus_dm"
  public static let group = FeatureGroup.trend
  public static let summary = "Plus directional movement, in the units of the price (Wilder)."
  public static let parameters = [
    Parameter.period(default: 14, "bars of the running sum")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var movement: DirectionalMovement

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    movement = DirectionalMovement(period)
  }

  public var warmUp: Int { max(period, 2) }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    movement.update(bar)
    values[0] = movement.movements?.plus ?? .nan
  }
}
