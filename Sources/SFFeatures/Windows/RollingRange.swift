import SFCore

/// The highest high and the lowest low of the last `period` bars.
struct RollingRange: Codable, Sendable {
  private var highs: RollingExtreme<Double>
  private var lows: RollingExtreme<Double>

  init(_ period: Int) {
    highs = RollingExtreme(.greatest, period)
    lows = RollingExtreme(.smallest, period)
  }

  /// `nil` while there are fewer than `period`.
  @inline(__always)
  mutating func update(high: Double, low: Double) -> (highest: Double, lowest: Double)? {
    let (highest, lowest) = (highs.update(high), lows.update(low))
    guard let highest, let lowest else { return nil }
    return (highest, lowest)
  }

  @inline(__always)
  mutating func update(_ bar: Bar) -> (highest: Double, lowest: Double)? {
    update(high: bar.high.double, low: bar.low.double)
  }
}
