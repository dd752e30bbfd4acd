import SFCore

/// How much the low changes for a change of the high: the slope of least squares of the low's returns
/// over the high's, of the last `period` bars.
///
/// Where the returns of the high are all equal there is no slope; a price of 0 has
/// a return of 0.
public struct Beta: BarFeature {
  public static let kind = "beta"
  public static let group = FeatureGroup.statistics
  public static let summary = "Slope of the returns of the low over those of the high."
  public static let parameters = [
    Parameter.period(default: 5, "returns in the window")
  ]
  public static let outputs = [FeatureOutput(.none)]

  public let period: Int
  /// The last bar; `nil` before the first.
  private var previous: Bar?
  private var returns: RollingFold<PairMoments>

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    returns = RollingFold(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ bar: Bar, into values: inout MutableSpan<Double>) {
    defer { previous = bar }
    values[0] = .nan
    guard let previous else { return }
    let change = Pair(x: change(previous.high, bar.high), y: change(previous.low, bar.low))
    guard let moments = returns.update(change) else { return }
    values[0] = moments.slope ?? .nan
  }

  /// Of whole units, whose difference is exact: returns that are nearly equal keep their digits.
  private func change(_ before: Price, _ now: Price) -> Double {
    guard before.units != 0 else { return 0 }
    return (Double(now.units) - Double(before.units)) / Double(before.units)
  }
}
