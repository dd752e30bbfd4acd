import SFCore

/// The distance of the directional indicators in percent of their sum, 0 to 100: how one-sided the
/// movement is (Wilder, "New Concepts in Technical Trading Systems", 1978).
///
/// Where nothing moves, or neither up nor down, there is no index.
public struct DX: BarFeature {
  public static let kind = "dx"
  public static let group = FeatureGroup.trend
  public static let summary = "Directional movement index, 0 to 100 (Wilder)."
  public static let parameters = [
    Parameter.period(from: 2, default: 14, "bars of the running sums")
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
    values[0] = movement.index ?? .nan
  }
}
