import SFCore

/// How lately the lowest low and the highest high of the last `period + 1` bars came: 100 with this
/// bar, 0 with the first of them (Chande, "A Time Price Oscillator", 1995).
public struct Aroon: BarFeature {
  public static let kind = "aroon"
  public static let group = FeatureGroup.trend
  public static let summary =
    "Aroon: how lately the lowest low and the highest high came, 0 to 100."
  public static let parameters = [
    Parameter.period(from: 2, default: 14, "bars back to the oldest")
  ]
  public static let outputs = [FeatureOutput("down", .none), FeatureOutput("up", .none)]

  public let period: Int
  private var ages: AroonAges

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    ages = AroonAges(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let ages = ages.update(bar)
    values[0] = ages?.down ?? .nan
    values[1] = ages?.up ?? .nan
  }
}
