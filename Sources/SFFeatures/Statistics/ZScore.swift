import SFCore

/// How many deviations the close lies above the mean of the last `period` closes.
///
/// The deviation is that of the window as a whole population, as in `bbands`:
/// a score beyond ±2 is a close outside `bbands:N,2`. Equal closes have no
/// deviation, and no score.
public struct ZScore: NumberFeature {
  public static let kind = "zscore"
  public static let group = FeatureGroup.statistics
  public static let summary = "Distance of the close from its mean, in population deviations."
  public static let parameters = [
    Parameter.period(from: 2, default: 20, "bars in mean and deviation")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var moments: RollingMoments

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    moments = RollingMoments(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    guard let moments = moments.update(value) else {
      values[0] = .nan
      return
    }
    values[0] = (value - moments.mean) / moments.populationDeviation
  }
}
