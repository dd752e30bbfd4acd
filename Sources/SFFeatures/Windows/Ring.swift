/// The last values of a series, at most `capacity` of them.
package struct Ring<Element: Codable & Sendable>: Codable, Sendable {
  package let capacity: Int
  /// In the order of arrival until full, then with the oldest at `next`.
  package private(set) var values: [Element] = []
  private var next = 0

  package init(_ capacity: Int) { self.capacity = capacity }

  package var isFull: Bool { values.count == capacity }

  /// Takes a value and returns the one that it displaces, `capacity` values older; `nil` while
  /// there is room.
  @inline(__always)
  package mutating func push(_ value: Element) -> Element? {
    guard isFull else {
      values.append(value)
      return nil
    }
    let oldest = values[next]
    values[next] = value
    next = next + 1 == capacity ? 0 : next + 1
    return oldest
  }

  /// The values from the oldest to the newest.
  @inline(__always)
  package func forEach(_ body: (Element) -> Void) {
    for place in next..<values.count { body(values[place]) }
    for place in 0..<next { body(values[place]) }
  }
}
