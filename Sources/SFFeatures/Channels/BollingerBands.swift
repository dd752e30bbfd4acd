import SFCore

/// The mean of the last `period` closes, and lines above and below it at a number of deviations.
///
/// The deviation is that of the closes in the window as a whole population.
/// The middle is exactly the `sma` of the same period.
public struct BollingerBands: NumberFeature {
  public static let kind = "bbands"
  public static let group = FeatureGroup.channels
  public static let summary = "Bollinger bands: a moving average with lines at some deviations."
  public static let parameters = [
    Parameter.period(from: 2, default: 5, "bars in average and deviation"),
    Parameter("deviations", .number, default: "2", "distance of the lines from the middle"),
  ]
  public static let outputs = [
    FeatureOutput("upper", .price), FeatureOutput("middle", .price),
    FeatureOutput("lower", .price),
  ]

  public let period: Int
  public let deviations: Double
  private var closes: CloseSum
  /// Of numbers that are no prices.
  private var numbers: RollingSum
  private var moments: RollingMoments

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    deviations = arguments.number("deviations")
    guard deviations > 0 else {
      throw ConfigurationError("deviations", "must be greater than 0, is \(deviations)")
    }
    closes = CloseSum(period)
    numbers = RollingSum(period)
    moments = RollingMoments(period)
  }

  public var warmUp: Int { period }

  public mutating func update(
    _ bar: Bar, at ts: Timestamp, into values: inout MutableSpan<Double>
  ) {
    let mean = closes.mean(with: bar.close)
    let moments = moments.update(bar.close.double)
    write(mean, moments, into: &values)
  }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let mean = numbers.update(value).map { $0 / Double(period) }
    let moments = moments.update(value)
    write(mean, moments, into: &values)
  }

  private func write(
    _ mean: Double?, _ moments: MomentSum?, into values: inout MutableSpan<Double>
  ) {
    let middle = mean ?? .nan
    let distance = (moments?.populationDeviation ?? .nan) * deviations
    values[0] = middle + distance
    values[1] = middle
    values[2] = middle - distance
  }
}
