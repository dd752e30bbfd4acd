/// The sum of the last `period` numbers, in twice the precision of a `Double`, without anything
/// ever being subtracted.
///
/// The window is cut in two as in `RollingMoments`. Each sum is two numbers,
/// what a `Double` holds and the rest (Knuth, "The Art of Computer Programming",
/// 4.2.2): the error is one of the last rounding, after any length of run.
package struct RollingSum: Codable, Sendable {
  package let period: Int
  /// The sums of the tails of the older part, the longest last.
  private var tails: [DoubledSum] = []
  /// The numbers of the newer part.
  private var newer: [Double] = []
  private var newerSum = DoubledSum()

  package init(_ period: Int) { self.period = period }

  /// Takes a number and returns the sum of the last `period`; `nil` while there are fewer.
  @inline(__always)
  package mutating func update(_ value: Double) -> Double? {
    if tails.count + newer.count == period {
      if tails.isEmpty { makeTails() }
      tails.removeLast()
    }
    newer.append(value)
    newerSum.add(value)
    guard tails.count + newer.count == period else { return nil }
    guard let older = tails.last else { return newerSum.value }
    return older.adding(newerSum).value
  }

  /// Starts again with nothing.
  package mutating func clear() {
    tails.removeAll(keepingCapacity: true)
    newer.removeAll(keepingCapacity: true)
    newerSum = DoubledSum()
  }

  private mutating func makeTails() {
    var tail = DoubledSum()
    for value in newer.reversed() {
      tail.add(value)
      tails.append(tail)
    }
    newer.removeAll(keepingCapacity: true)
    newerSum = DoubledSum()
  }
}

/// A sum with what its roundings have lost.
package struct DoubledSum: Codable, Sendable {
  private var sum = 0.0
  private var rest = 0.0

  package init() {}

  package var value: Double { sum + rest }

  @inline(__always)
  package mutating func add(_ value: Double) {
    let total = sum + value
    let part = total - sum
    rest += (sum - (total - part)) + (value - part)
    sum = total
  }

  @inline(__always)
  package func adding(_ other: DoubledSum) -> DoubledSum {
    var result = self
    result.add(other.sum)
    result.rest += other.rest
    return result
  }
}
