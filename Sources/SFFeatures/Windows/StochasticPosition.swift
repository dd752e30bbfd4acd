/// Where a price stands between the lowest and the highest of a window, 0 to 100 (Lane).
struct StochasticPosition: Codable, Sendable {
  /// A range that is a smaller part of the prices is what rounding left, and counts as none.
  private static let leastRange = 1e-14

  private var range: RollingRange

  init(_ period: Int) { range = RollingRange(period) }

  /// Takes a bar and returns the position; `nil` while there are fewer than `period` bars, and
  /// where there is no range: TA-Lib says 0 then, the lowest of all.
  @inline(__always)
  mutating func update(high: Double, low: Double, close: Double) -> Double? {
    guard let (highest, lowest) = range.update(high: high, low: low) else { return nil }
    let width = highest - lowest
    guard width > Self.leastRange * (highest.magnitude + lowest.magnitude) else { return nil }
    return (close - lowest) / (width / 100)
  }
}
