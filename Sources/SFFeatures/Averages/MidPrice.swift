import SFCore

/// The middle between the highest high and the lowest low of the last `period` bars.
public struct MidPrice: BarFeature {
  public static let kind = "midprice"
  public static let group = FeatureGroup.averages
  public static let summary = "Middle between the highest high and the lowest low of a window."
  public static let parameters = Midpoint.parameters
  public static let outputs = [FeatureOutput(.price)]

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
    values[0] = (highest + lowest) / 2
  }
}
