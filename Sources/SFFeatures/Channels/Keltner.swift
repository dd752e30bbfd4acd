import SFCore

/// Keltner's channel: an exponential average of the close, and lines at a number of average true
/// ranges.
///
/// The form of Linda Bradford Raschke (from the 1980s on), which charting
/// programs draw; Chester Keltner (1960) took the typical price and the plain
/// range. The range is Wilder's `atr`.
public struct Keltner: BarFeature {
  public static let kind = "keltner"
  public static let group = FeatureGroup.channels
  public static let summary = "Keltner channel: an exponential average with lines at true ranges."
  public static let parameters = [
    Parameter.period(default: 20, "bars of the average"),
    Parameter("multiplier", .number, default: "2", "ranges from the average to the lines"),
    Parameter.period("atr", default: 10, "true ranges in their average"),
  ]
  public static let outputs = [
    FeatureOutput("upper", .price), FeatureOutput("middle", .price),
    FeatureOutput("lower", .price),
  ]

  public let period: Int
  public let multiplier: Double
  public let atr: Int
  private var mean: ExponentialMean
  private var range = TrueRange()
  private var meanRange: WilderMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    multiplier = arguments.number("multiplier")
    atr = arguments.integer("atr")
    guard multiplier > 0 else {
      throw ConfigurationError("multiplier", "must be greater than 0, is \(multiplier)")
    }
    mean = ExponentialMean(period)
    meanRange = WilderMean(atr)
  }

  public var warmUp: Int { max(period, atr + 1) }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let middle = mean.update(bar.close.double)
    let range = range.update(bar).flatMap { meanRange.update($0) }
    guard let middle, let range else { return values.update(repeating: .nan) }
    values[0] = middle + multiplier * range
    values[1] = middle
    values[2] = middle - multiplier * range
  }
}
