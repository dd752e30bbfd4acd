/// What can be said of a run of elements, and of two runs when what is said of each is known.
protocol Foldable: Codable, Sendable {
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

/// A fold of the last `period` elements, without anything ever being subtracted.
///
/// The window is cut in two: of the newer part the fold so far is kept, of the
/// older part the fold of each of its tails. The oldest element leaves by
/// forgetting the longest tail; when none is left, the newer part becomes the
/// older one. An element is added twice in its life, so the cost of one is
/// constant on average, and a run of any length does not drift.
struct RollingFold<Fold: Foldable>: Codable, Sendable {
  let period: Int
  /// The folds of the tails of the older part, the longest last.
  private var tails: [Fold] = []
  /// The elements of the newer part.
  private var newer: [Fold.Element] = []
  private var newerFold = Fold()

  init(_ period: Int) { self.period = period }

  /// Takes an element and returns the fold of the last `period`; `nil` while there are fewer.
  @inline(__always)
  mutating func update(_ element: Fold.Element) -> Fold? {
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
  mutating func clear() {
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
