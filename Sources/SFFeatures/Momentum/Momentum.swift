import SFCore

/// The change of the close over `period` bars, in the units of the price.
public struct Momentum: NumberFeature {
  public static let kind = "mom"
  public static let group = FeatureGroup.momentum
  public static let summary = "Momentum: the change of the close, in the units of the price."
  public static let parameters = [
    Parameter.period(default: 10, "bars between the two closes")
  ]
  public static let outputs = [FeatureOutput(.price)]

  public let period: Int
  private var closes: Ring<Double>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    closes = Ring(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let before = closes.push(value) ?? .nan
    values[0] = value - before
  }
}
