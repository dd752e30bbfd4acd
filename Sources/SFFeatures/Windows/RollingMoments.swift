/// The moments of the last `period` numbers, without anything ever being subtracted.
///
/// Sums from which old numbers are taken away drift, and keep the rounding of
/// a wild hour long after it has left the window. Here the window is cut in
/// two: of the newer part the moments so far are kept, of the older part the
/// moments of each of its tails. The oldest number leaves by forgetting the
/// longest tail; when none is left, the newer part becomes the older one:
///
///     numbers   1 2 3 | 4 5       tails of {1 2 3}: 123 23 3, newer: 45
///     next 6      2 3 | 4 5 6     moments of the window: 23 + 456
///
/// A number is added twice in its life, so the cost of one is constant on average.
package struct RollingMoments: Codable, Sendable {
  private let period: Int
  /// The moments of the tails of the older part, the longest last.
  private var tails: [Moments] = []
  /// The numbers of the newer part.
  private var newer: [Double] = []
  private var newerMoments = Moments()

  package init(_ period: Int) { self.period = period }

  /// Takes a number and returns the moments of the last `period`; `nil` while there are fewer.
  @inline(__always)
  package mutating func update(_ value: Double) -> Moments? {
    if tails.count + newer.count == period {
      if tails.isEmpty { makeTails() }
      tails.removeLast()
    }
    newer.append(value)
    newerMoments.add(value)
    guard tails.count + newer.count == period else { return nil }
    guard let older = tails.last else { return newerMoments }
    return older.adding(newerMoments)
  }

  /// Starts again with nothing.
  package mutating func clear() {
    tails.removeAll(keepingCapacity: true)
    newer.removeAll(keepingCapacity: true)
    newerMoments = Moments()
  }

  private mutating func makeTails() {
    var tail = Moments()
    for value in newer.reversed() {
      tail.add(value)
      tails.append(tail)
    }
    newer.removeAll(keepingCapacity: true)
    newerMoments = Moments()
  }
}
