import SFCore

/// The chandelier exit: how far a trend may fall back from its extreme before it is over.
///
///     long  = highest high − multiplier · atr
///     short = lowest low + multiplier · atr
///
/// of the last `period` bars, this one included (Chuck LeBeau; Alexander Elder,
/// "Come into my trading room", 2002).
public struct Chandelier: BarFeature {
  public static let kind = "chandelier"
  public static let group = FeatureGroup.channels
  public static let summary = "Chandelier exit: stops below the highest high, above the lowest low."
  public static let parameters = [
    Parameter.period(default: 22, "bars of the extremes and of the range"),
    Parameter("multiplier", .number, default: "3", "ranges from the extreme to the stop"),
  ]
  public static let outputs = [FeatureOutput("long", .price), FeatureOutput("short", .price)]

  public let period: Int
  public let multiplier: Double
  private var extremes: RollingRange
  private var range = TrueRange()
  private var meanRange: WilderMean

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    multiplier = arguments.number("multiplier")
    guard multiplier > 0 else {
      throw ConfigurationError("multiplier", "must be greater than 0, is \(multiplier)")
    }
    extremes = RollingRange(period)
    meanRange = WilderMean(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let extremes = extremes.update(bar)
    let range = range.update(bar).flatMap { meanRange.update($0) }
    guard let extremes, let range else { return values.update(repeating: .nan) }
    values[0] = extremes.highest - multiplier * range
    values[1] = extremes.lowest + multiplier * range
  }
}
