import SFCore

/// How far the price went from one close over the next bar: the greatest of high − low and the
/// distances of both from the close before.
struct TrueRange: Codable, Sendable {
  /// The last close; `nil` before the first bar.
  private var previous: Price?

  /// `nil` at the first bar, which has no close before it.
  @inline(__always)
  mutating func update(_ bar: Bar) -> Double? {
    defer { previous = bar.close }
    guard let previous = previous?.double else { return nil }
    let high = bar.high.double
    let low = bar.low.double
    return max(high - low, (high - previous).magnitude, (low - previous).magnitude)
  }
}
