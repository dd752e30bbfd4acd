import SFCore

/// Wilder's average of the directional movement index: how strong a trend is, 0 to 100, in whatever
/// direction ("New Concepts in Technical Trading Systems", 1978).
///
/// Where nothing moves the average stays as it was; among the first indices, one
/// that is missing counts as 0.
public struct ADX: BarFeature {
  public static let kind = "adx"
  public static let group = FeatureGroup.trend
  public static let summary = "Average directional movement index, 0 to 100 (Wilder)."
  public static let parameters = [
    Parameter.period(from: 2, default: 14, "bars of the running sums, and indices in the average")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var movement: DirectionalMovement
  private var mean: WilderMean
  /// `nil` before the first.
  private var average: Double?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    movement = DirectionalMovement(period)
    mean = WilderMean(period)
  }

  public var warmUp: Int { 2 * period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    movement.update(bar)
    if let index = movement.index {
      average = mean.update(index)
    } else if movement.isReady, average == nil {
      average = mean.update(0)
    }
    values[0] = average ?? .nan
  }
}
