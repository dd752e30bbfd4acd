import SFCore

/// Resamples of a series that keep what hangs together: blocks of random length, joined.
///
/// Each block begins anywhere and goes on, around the end, with the probability
/// 1 − 1/`meanBlock` (Politis and Romano 1994). Seeded: the same resamples on every machine.
public struct StationaryBootstrap: Sendable {
  public let count: Int
  /// The length of a block in the mean, at least 1.
  public let meanBlock: Double
  private var random: SplitMix64

  public init(count: Int, meanBlock: Double, seed: UInt64) {
    precondition(count > 0 && meanBlock >= 1, "something to draw from, in blocks")
    self.count = count
    self.meanBlock = meanBlock
    random = SplitMix64(state: seed)
  }

  /// The length for a series of `count` that is used unless the user says another: ∛count, which
  /// grows with what there is to learn from (Politis and White 2004 give the rate).
  public static func usualBlock(_ count: Int) -> Double {
    var length = 1.0
    while (length + 1) * (length + 1) * (length + 1) <= Double(count) { length += 1 }
    return length
  }

  /// Writes the places of the next resample, as many as the series has or as are asked for.
  public mutating func resample(into places: inout [Int], length: Int? = nil) {
    places.removeAll(keepingCapacity: true)
    var place = 0
    for index in 0..<(length ?? count) {
      if index == 0 || random.uniform() * meanBlock < 1 {
        place = random.below(count)
      } else {
        place = place + 1 == count ? 0 : place + 1
      }
      places.append(place)
    }
  }
}

/// What lies between two quantiles of the values that a figure took in resamples.
public struct PercentileInterval: Hashable, Sendable {
  public let low: Double
  public let median: Double
  public let high: Double

  /// The middle `share` of the values, linear between neighbours; `nil` when a resample in ten
  /// has no value, since the rest would be a choice.
  public init?(_ values: [Double?], share: Double) {
    let sorted = values.compactMap(\.self).sorted()
    guard !sorted.isEmpty, sorted.count * 10 > values.count * 9 else { return nil }
    let tail = (1 - share) / 2
    low = Self.quantile(sorted, tail)
    median = Self.quantile(sorted, 0.5)
    high = Self.quantile(sorted, 1 - tail)
  }

  /// Of values in ascending order, of which there is one at least; linear between neighbours.
  static func quantile(_ sorted: [Double], _ p: Double) -> Double {
    let place = p * Double(sorted.count - 1)
    let below = Int(place.rounded(.down))
    guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
    return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
  }
}
