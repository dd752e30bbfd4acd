import SFCore

/// Wilder's average of the directional movement index: how strong a trend is, 0 to 100, in whatever
/// direction ("New Concepts in Technical Trading Systems", 1978).
///
/// Where there is no index (`dx`) there is no average either, and it begins again
/// behind it.
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

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    movement = DirectionalMovement(period)
    mean = WilderMean(period)
  }

  public var warmUp: Int { 2 * period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    movement.update(bar)
    if movement.index == nil { mean = WilderMean(period) }
    values[0] = movement.index.flatMap { mean.update($0) } ?? .nan
  }
}
