import SFCore

/// The average close, and averages of the high and the low that are driven apart by the width of
/// their bars (Headley, "Big Trends in Trading", 2002).
///
/// A high is raised, and a low lowered, by four times the share that the range
/// has in the sum of both.
public struct AccelerationBands: BarFeature {
  public static let kind = "accbands"
  public static let group = FeatureGroup.channels
  public static let summary = "Acceleration bands: the wider the bars, the wider the channel."
  public static let parameters = [
    Parameter.period(default: 20, "bars in the three averages")
  ]
  public static let outputs = [
    FeatureOutput("upper", .price), FeatureOutput("middle", .price),
    FeatureOutput("lower", .price),
  ]

  public let period: Int
  private var upper: RollingMean
  private var middle: RollingMean
  private var lower: RollingMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    upper = RollingMean(period)
    middle = RollingMean(period)
    lower = RollingMean(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let (high, low) = (bar.high.double, bar.low.double)
    let sum = high + low
    let share = sum != 0 ? 4 * (high - low) / sum : 0
    values[0] = upper.update(high * (1 + share)) ?? .nan
    values[1] = middle.update(bar.close.double) ?? .nan
    values[2] = lower.update(low * (1 - share)) ?? .nan
  }
}
