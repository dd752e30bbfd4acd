import SFCore

/// The close as a multiple of the one `period` bars before; none of a close of 0.
public struct RateOfChangeRatio: NumberFeature {
  public static let kind = "rocr"
  public static let group = FeatureGroup.momentum
  public static let summary = "Ratio of the close to an earlier one."
  public static let parameters = [
    Parameter.period(default: 10, "bars between the two closes")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var closes: Ring<Double>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    closes = Ring(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let before = closes.push(value) ?? .nan
    values[0] = value / before
  }
}
