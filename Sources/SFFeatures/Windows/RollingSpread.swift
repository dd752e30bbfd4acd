/// The mean of the last `period` numbers, and their mean distance from it.
///
/// The numbers below the mean are as far from it, all together, as those above:
/// their count and sum give the distance.
struct RollingSpread: Codable, Sendable {
  private let period: Int
  private var moments: RollingMoments
  private var sorted = SortedSums()
  /// Where the next number stands, in a ring.
  private var next = 0

  init(_ period: Int) {
    self.period = period
    moments = RollingMoments(period)
  }

  /// Takes a number; `nil` while there are fewer than `period`.
  mutating func update(_ number: Double) -> (mean: Double, deviation: Double)? {
    sorted.put(number, at: next)
    next = next + 1 == period ? 0 : next + 1
    guard let mean = moments.update(number)?.mean else { return nil }
    let (count, sum) = sorted.below(mean)
    return (mean, max(0, 2 * (mean * count - sum) / Double(period)))
  }
}
