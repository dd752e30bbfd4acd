/// What can be said of a run of elements, and of two runs when what is said of each is known.
package protocol Foldable: Codable, Sendable {
  associatedtype Element: Codable, Sendable

  /// Of no element.
  init()

  /// Takes one more element at the end.
  mutating func append(_ element: Element)

  /// Takes one more element at the start.
  mutating func prepend(_ element: Element)

  /// Of this run and the one behind it.
  func followed(by newer: Self) -> Self
}

extension Foldable {
  /// Where the order of the elements does not matter, the start is as good as the end.
  @inline(__always)
  package mutating func prepend(_ element: Element) { append(element) }
}

/// A fold of the last `period` elements, without anything ever being subtracted.
///
/// Sums from which old numbers are taken away drift, and keep the rounding of
/// a wild hour long after it has left the window. Here the window is cut in
/// two: of the newer part the fold so far is kept, of the older part the fold
/// of each of its tails. The oldest element leaves by forgetting the longest
/// tail; when none is left, the newer part becomes the older one:
///
///     numbers   1 2 3 | 4 5       tails of {1 2 3}: 123 23 3, newer: 45
///     next 6      2 3 | 4 5 6     fold of the window: 23 + 456
///
/// An element is added twice in its life, so the cost of one is constant on average.
package struct RollingFold<Fold: Foldable>: Codable, Sendable {
  package let period: Int
  /// The folds of the tails of the older part, the longest last.
  private var tails: [Fold] = []
  /// The elements of the newer part.
  private var newer: [Fold.Element] = []
  private var newerFold = Fold()

  package init(_ period: Int) { self.period = period }

  /// Takes an element and returns the fold of the last `period`; `nil` while there are fewer.
  @inline(__always)
  package mutating func update(_ element: Fold.Element) -> Fold? {
    if tails.count + newer.count == period {
      if tails.isEmpty { makeTails() }
      tails.removeLast()
    }
    newer.append(element)
    newerFold.append(element)
    guard tails.count + newer.count == period else { return nil }
    guard let older = tails.last else { return newerFold }
    return older.followed(by: newerFold)
  }

  /// Starts again with nothing.
  package mutating func clear() {
    tails.removeAll(keepingCapacity: true)
    newer.removeAll(keepingCapacity: true)
    newerFold = Fold()
  }

  private mutating func makeTails() {
    var tail = Fold()
    for element in newer.reversed() {
      tail.prepend(element)
      tails.append(tail)
    }
    newer.removeAll(keepingCapacity: true)
    newerFold = Fold()
  }
}
