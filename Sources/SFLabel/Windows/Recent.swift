/// The last elements of a series, at most `capacity` of them.
struct Recent<Element: Codable & Sendable>: Codable, Sendable {
  let capacity: Int
  /// In the order of arrival until full, then with the oldest at `next`.
  private var storage: [Element] = []
  private var next = 0

  init(_ capacity: Int) {
    precondition(capacity > 0)
    self.capacity = capacity
  }

  var count: Int { storage.count }
  var isFull: Bool { storage.count == capacity }

  /// The element that came `age` elements before the newest.
  subscript(age: Int) -> Element {
    precondition(age >= 0 && age < storage.count)
    let place = next - 1 - age
    return storage[place < 0 ? place + storage.count : place]
  }

  /// All, the oldest first.
  var elements: [Element] { Array(storage[next...] + storage[..<next]) }

  /// Takes an element and returns the one that it displaces, `capacity` elements older; `nil`
  /// while there is room.
  mutating func push(_ element: Element) -> Element? {
    guard isFull else {
      storage.append(element)
      return nil
    }
    let oldest = storage[next]
    storage[next] = element
    next = next + 1 == capacity ? 0 : next + 1
    return oldest
  }
}
