import SFCore

/// How long ago the highest high and the lowest low of the last `period + 1` bars were, as Aroon
/// says it: 100 for this bar, 0 for the first of them; of equal ones the newest counts.
struct AroonAges: Codable, Sendable {
  private let period: Int
  private var highs: RollingExtreme<Int64>
  private var lows: RollingExtreme<Int64>

  init(_ period: Int) {
    self.period = period
    highs = RollingExtreme(.greatest, period + 1)
    lows = RollingExtreme(.smallest, period + 1)
  }

  /// `nil` while there are fewer bars.
  @inline(__always)
  mutating func update(_ bar: Bar) -> (up: Double, down: Double)? {
    let (highest, lowest) = (highs.update(bar.high.units), lows.update(bar.low.units))
    guard highest != nil, lowest != nil else { return nil }
    return (percent(highs.distance), percent(lows.distance))
  }

  private func percent(_ age: Int) -> Double { 100 * Double(period - age) / Double(period) }
}
