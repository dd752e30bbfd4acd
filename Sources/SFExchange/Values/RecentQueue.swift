/// The newest elements, up to a number; older ones go as new ones come.
package struct RecentQueue<Element: Sendable>: Sendable {
  package let limit: Int
  private var elements: [Element] = []
  /// How many at the front of `elements` are gone already.
  private var gone = 0

  package init(limit: Int) { self.limit = limit }

  /// From the oldest.
  package var list: ArraySlice<Element> { elements[gone...] }

  package var count: Int { elements.count - gone }

  /// Adds one, and gives back the one that went for it.
  @discardableResult
  package mutating func append(_ element: Element) -> Element? {
    elements.append(element)
    guard count > limit else { return nil }
    let oldest = elements[gone]
    gone += 1
    // Room is given back when half of it is waste: O(1) an element, in the mean.
    if gone > limit {
      elements.removeFirst(gone)
      gone = 0
    }
    return oldest
  }
}

extension RecentQueue: Equatable where Element: Equatable {
  package static func == (a: RecentQueue, b: RecentQueue) -> Bool {
    a.limit == b.limit && a.list == b.list
  }
}
