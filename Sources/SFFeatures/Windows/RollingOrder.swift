/// The last `period` numbers in ascending order: median, quantiles, ranks.
///
/// A number costs the logarithm of the period, and so does each question.
package struct RollingOrder: Sendable {
  private var window: Ring<Double>
  private var sorted = SortedNumbers()

  package init(_ period: Int) { window = Ring(period) }

  package var period: Int { window.capacity }
  package var count: Int { sorted.count }
  package var isFull: Bool { window.isFull }

  /// Takes a number, which is finite, and returns the one that it displaces; `nil` while there is
  /// room.
  @discardableResult
  package mutating func push(_ value: Double) -> Double? {
    let oldest = window.push(value)
    if let oldest { sorted.remove(oldest) }
    sorted.insert(value)
    return oldest
  }

  /// Starts again with nothing.
  package mutating func clear() {
    window = Ring(period)
    sorted.removeAll()
  }

  /// The number with `rank` others before it, from 0 to `count - 1`.
  package subscript(rank: Int) -> Double { sorted[rank] }

  /// How many numbers are less than `value`.
  package func count(below value: Double) -> Int { sorted.count(below: value) }

  /// How many numbers are at most `value`.
  package func count(through value: Double) -> Int { sorted.count(through: value) }

  /// The middle number, or the mean of the two in the middle; `nil` when there is none.
  package var median: Double? { quantile(0.5) }

  /// The number below which a part of them lies, 0 to 1; `nil` when there is none.
  ///
  /// Between two numbers it is interpolated, as numpy and R (type 7) do: the
  /// place is `fraction · (count − 1)`.
  package func quantile(_ fraction: Double) -> Double? {
    guard count > 0 else { return nil }
    let place = fraction * Double(count - 1)
    let lower = min(max(Int(place), 0), count - 1)
    let below = sorted[lower]
    let share = place - Double(lower)
    guard share > 0, lower + 1 < count else { return below }
    return below + (sorted[lower + 1] - below) * share
  }

  /// The median of the distances from `center`: with the median as center, the median absolute
  /// deviation. `nil` when there is no number.
  package func medianDistance(from center: Double) -> Double? {
    guard count > 0 else { return nil }
    let upper = distance(count / 2, from: center)
    return count % 2 == 1 ? upper : (distance(count / 2 - 1, from: center) + upper) / 2
  }

  /// The distance from `center` that has `rank` others before it.
  ///
  /// Below the center, distances ascend to the left, from it on to the right: two
  /// sorted lists. Of the `rank + 1` least distances as many stand left as the
  /// search says.
  private func distance(_ rank: Int, from center: Double) -> Double {
    let split = count(below: center)
    let left = { (place: Int) in center - sorted[split - 1 - place] }
    let right = { (place: Int) in sorted[split + place] - center }
    var low = max(0, rank + 1 - (count - split))
    var high = min(rank + 1, split)
    while low < high {
      let taken = (low + high) / 2
      // One more from the left belongs to them if it is nearer than the last one of the right.
      if left(taken) < right(rank - taken) { low = taken + 1 } else { high = taken }
    }
    let nearest = low > 0 ? left(low - 1) : 0
    return low <= rank ? max(nearest, right(rank - low)) : nearest
  }
}

// The order follows from the window and is not saved.
extension RollingOrder: Codable {
  package init(from decoder: any Decoder) throws {
    window = try decoder.singleValueContainer().decode(Ring<Double>.self)
    for value in window.values { sorted.insert(value) }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(window)
  }
}
