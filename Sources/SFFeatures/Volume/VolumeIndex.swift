import SFCore

/// An index of the bars of one sort: it moves with the close where they say so, from 1000.
///
/// A change from or to a price that is not positive is none. An index that has
/// grown or shrunk beyond what a number holds begins again at 1000.
struct VolumeIndex: Codable, Sendable {
  private static let start = 1000.0

  /// Close and volume of the last bar; `nil` before the first.
  private var previous: SIMD2<Double>?
  private var value = start

  /// Takes the next bar; `counts` says whether it does, from its volume and the one before.
  @inline(__always)
  mutating func update(
    _ bar: Bar, counts: (_ volume: Double, _ before: Double) -> Bool
  ) -> Double {
    let now = SIMD2(bar.close.double, bar.boundedVolume)
    defer { previous = now }
    guard let previous, counts(now.y, previous.y), now.x > 0, previous.x > 0 else { return value }
    let next = value * (now.x / previous.x)
    value = next.isNormal ? next : Self.start
    return value
  }
}
