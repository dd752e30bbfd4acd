import SFCore

/// The change of the close over `period` bars, as a fraction: close / close before − 1.
///
/// A close of 0 has no return behind it. `roc` is the same in percent.
public struct LinearReturn: NumberFeature {
  public static let kind = "linear_return"
  public static let group = FeatureGroup.returns
  public static let summary = "Simple return of the close, as a fraction."
  public static let parameters = [
    Parameter.period(default: 1, "bars between the two closes")
  ]
  public static let outputs = [FeatureOutput(.fraction)]

  public let period: Int
  private var closes: Ring<Double>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    closes = Ring(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    let before = closes.push(value) ?? .nan
    values[0] = (value - before) / before
  }
}
