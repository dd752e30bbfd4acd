/// The sum of the last `period` numbers, in twice the precision of a `Double`, without anything
/// ever being subtracted.
package struct RollingSum: Codable, Sendable {
  private var sums: RollingFold<DoubledSum>

  package init(_ period: Int) { sums = RollingFold(period) }

  package var period: Int { sums.period }

  /// Takes a number and returns the sum of the last `period`; `nil` while there are fewer.
  @inline(__always)
  package mutating func update(_ value: Double) -> Double? { sums.update(value)?.value }

  /// Starts again with nothing.
  package mutating func clear() { sums.clear() }
}

/// A sum with what its roundings have lost: two numbers, what a `Double` holds and the rest (Knuth,
/// "The Art of Computer Programming", 4.2.2).
package struct DoubledSum: Foldable {
  private var sum = 0.0
  private var rest = 0.0

  package init() {}

  package var value: Double { sum + rest }

  @inline(__always)
  package mutating func append(_ value: Double) {
    let total = sum + value
    let part = total - sum
    rest += (sum - (total - part)) + (value - part)
    sum = total
  }

  @inline(__always)
  package func followed(by newer: DoubledSum) -> DoubledSum {
    var result = self
    result.append(newer.sum)
    result.rest += newer.rest
    return result
  }
}
