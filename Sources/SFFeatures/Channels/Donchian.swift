import SFCore

/// The highest high and the lowest low of the last `period` bars, this one included, and their middle.
public struct Donchian: BarFeature {
  public static let kind = "donchian"
  public static let group = FeatureGroup.channels
  public static let summary = "Donchian channel: highest high, middle and lowest low."
  public static let parameters = [
    Parameter.period(default: 20, "bars in the channel, the current one included")
  ]
  public static let outputs = [
    FeatureOutput("upper", .price), FeatureOutput("middle", .price),
    FeatureOutput("lower", .price),
  ]

  public let period: Int
  private var highs: RollingExtreme<Int64>
  private var lows: RollingExtreme<Int64>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    highs = RollingExtreme(.greatest, period)
    lows = RollingExtreme(.smallest, period)
  }

  public var warmUp: Int { period }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    let highest = highs.update(bar.high.units)
    let lowest = lows.update(bar.low.units)
    guard let highest, let lowest else {
      for index in values.indices { values[index] = .nan }
      return
    }
    values[0] = Price(units: highest).double
    values[1] = ExactRatio.double(Int128(highest) + Int128(lowest), over: 200_000_000)
    values[2] = Price(units: lowest).double
  }
}
