import SFCore

/// The change of the close over `period` bars, in percent.
public struct RateOfChange: NumberFeature {
  public static let kind = "roc"
  public static let group = FeatureGroup.momentum
  public static let summary = "Rate of change of the close, in percent."
  public static let parameters = [
    Parameter.period(default: 10, "bars between the two closes")
  ]
  public static let outputs = [FeatureOutput(.percent)]

  public let period: Int
  private var closes: Ring<Double>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    closes = Ring(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let before = closes.push(value) ?? .nan
    values[0] = (value / before - 1) * 100
  }
}
