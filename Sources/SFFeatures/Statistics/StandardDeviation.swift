import SFCore

/// The deviation of the last `period` closes, as a whole population, from their mean.
public struct StandardDeviation: NumberFeature {
  public static let kind = "stddev"
  public static let group = FeatureGroup.statistics
  public static let summary = "Population deviation of the close, in the units of the price."
  public static let parameters = [
    Parameter.period(from: 2, default: 5, "bars in the window")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var moments: RollingMoments

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    moments = RollingMoments(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = moments.update(value)?.populationDeviation ?? .nan
  }
}
