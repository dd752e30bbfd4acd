import SFCore

/// Kaufman's adaptive average: fast where the close goes straight, slow where it goes to and fro.
///
/// The efficiency is the way that the close made in `period` bars, as a share of
/// the ways it made in each of them. From 0 to 1 the average goes from that of
/// 30 bars to that of 2 (Kaufman, "Smarter Trading", 1995). Where the close
/// stands still the efficiency is 1. The average begins with the close before
/// its first value.
public struct KAMA: NumberFeature {
  public static let kind = "kama"
  public static let group = FeatureGroup.averages
  public static let summary = "Kaufman's adaptive moving average: fast in trends, slow in noise."
  public static let parameters = [
    Parameter.period(from: 2, default: 30, "bars over which efficiency is measured")
  ]
  public static let outputs = [FeatureOutput(.price)]

  /// What an exponential average of 30 bars takes of a distance, and one of 2.
  private static let (slowest, fastest) = (2.0 / 31, 2.0 / 3)

  /// Ways below this count as none.
  private static let leastWay = 1e-14

  public let period: Int
  private var closes: Ring<Double>
  private var ways: RollingSum
  /// The last close; `nil` before the first.
  private var previous: Double?
  /// `nil` before the first value.
  private var mean: Double?

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    period = arguments.integer("period")
    closes = Ring(period)
    ways = RollingSum(period)
  }

  public var warmUp: Int { period + 1 }

  public mutating func update(_ value: Double, into values: inout MutableSpan<Double>) {
    defer { previous = value }
    values[0] = .nan
    let oldest = closes.push(value)
    guard let previous, let way = ways.update((value - previous).magnitude), let oldest else {
      return
    }
    let isStraight = way < Self.leastWay
    let efficiency = isStraight ? 1 : min(1, (value - oldest).magnitude / way)
    let factor = efficiency * (Self.fastest - Self.slowest) + Self.slowest
    let before = mean ?? previous
    let next = before + (value - before) * (factor * factor)
    mean = next
    values[0] = next
  }
}
