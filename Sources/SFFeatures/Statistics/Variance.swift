import SFCore

/// The mean squared deviation of the last `period` closes, as a whole population, from their mean.
public struct Variance: NumberFeature {
  public static let kind = "var"
  public static let group = FeatureGroup.statistics
  public static let summary = "Population variance of the close, in the squared units of the price."
  public static let parameters = [
    Parameter.period(default: 5, "bars in the window")
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
    values[0] = moments.update(value).map { $0.squares / $0.count } ?? .nan
  }
}
