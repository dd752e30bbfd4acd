import SFCore

/// Six exponential averages, each of the one before, joined so that the result is smooth and lags
/// little (Tillson, "Smoothing Techniques for More Accurate Signals", 1998).
public struct T3: NumberFeature {
  public static let kind = "t3"
  public static let group = FeatureGroup.averages
  public static let summary = "Tillson's moving average: smooth, with little lag."
  public static let parameters = [
    Parameter.period(default: 5, "bars of the six exponential averages"),
    Parameter("volume_factor", .number, default: "0.7", "0 is the smoothest, 1 the fastest"),
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  public let volumeFactor: Double
  private var means: ExponentialChain

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    volumeFactor = arguments.number("volume_factor")
    guard (0...1).contains(volumeFactor) else {
      throw ConfigurationError("volume_factor", "must be 0 to 1, is \(volumeFactor)")
    }
    means = ExponentialChain(period, length: 6)
  }

  public var warmUp: Int { 6 * period - 5 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    guard means.update(value) else {
      values[0] = .nan
      return
    }
    let (one, two) = (volumeFactor, volumeFactor * volumeFactor)
    let three = one * two
    values[0] =
      -three * means[5] + 3 * (two + three) * means[4] - (6 * two + 3 * (one + three)) * means[3]
      + (1 + 3 * one + three + 3 * two) * means[2]
  }
}
