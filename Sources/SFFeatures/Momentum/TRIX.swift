import SFCore

/// The change from bar to bar of an average that has been taken three times, in percent (Hutson,
/// "Good Trix", 1983).
public struct TRIX: NumberFeature {
  public static let kind = "trix"
  public static let group = FeatureGroup.momentum
  public static let summary = "Change of a triple exponential average from bar to bar, in percent."
  public static let parameters = [
    Parameter.period(default: 30, "bars of the three exponential averages")
  ]
  public static let outputs = [FeatureOutput(.percent)]

  public let period: Int
  private var means: ExponentialChain
  /// The last average; `nil` before the first.
  private var previous: Double?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    means = ExponentialChain(period, length: 3)
  }

  public var warmUp: Int { 3 * period - 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard means.update(value) else { return }
    if let previous { values[0] = (means[2] / previous - 1) * 100 }
    previous = means[2]
  }
}
