import SFCore

/// How far the close lies below the highest high, in percent of the range of a window, -100 to 0
/// (Williams, "How I Made One Million Dollars", 1979).
///
/// A window without a range has no value: 0 would read as the highest of all.
public struct WilliamsR: BarFeature {
  public static let kind = "willr"
  public static let group = FeatureGroup.momentum
  public static let summary =
    "Williams' %R: distance of the close from the highest high, in percent of the range."
  public static let parameters = [
    Parameter.period(from: 2, default: 14, "bars in the window")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  private var range: RollingRange

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    range = RollingRange(period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    values[0] = .nan
    guard let (highest, lowest) = range.update(bar) else { return }
    values[0] = -100 * share(highest - bar.close.double, of: highest - lowest)
  }
}
