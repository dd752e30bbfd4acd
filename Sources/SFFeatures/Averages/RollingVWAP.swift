import SFCore

/// The volume-weighted average of the typical price of the last `period` bars, with lines above and
/// below it at a number of volume-weighted deviations: `vwap` without sessions.
///
/// Where no bar of the window has volume there is no average, and no value.
public struct RollingVWAP: BarFeature {
  public static let kind = "rolling_vwap"
  public static let group = FeatureGroup.averages
  public static let summary = "Volume-weighted average price of the last bars, with bands."
  public static let parameters = [
    Parameter.period(default: 20, "bars in the average"),
    Parameter("deviations", .number, default: "1", "distance of the lines from the average"),
  ]
  public static let outputs = VWAP.outputs
  public static let needsVolume = true

  public let period: Int
  public let deviations: Double
  private var window: RollingFold<WeightedMoments>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    deviations = arguments.number("deviations")
    guard deviations > 0 else {
      throw ConfigurationError("deviations", "must be greater than 0, is \(deviations)")
    }
    window = RollingFold(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let moments = window.update(.init(value: bar.typicalPrice, weight: bar.boundedVolume))
    guard let moments, moments.weight > 0 else { return values.update(repeating: .nan) }
    let distance = deviations * moments.deviation
    values[0] = moments.mean
    values[1] = moments.mean + distance
    values[2] = moments.mean - distance
  }
}
