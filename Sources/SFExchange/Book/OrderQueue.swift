import SFCore

/// The orders of one side of a book, by price and time.
package struct OrderQueue: Equatable, Sendable {
  package struct Entry: Equatable, Sendable {
    package let price: Price
    package let id: Int64
  }

  package let side: Side
  /// The best first; of equal prices the one that came first.
  package private(set) var entries: [Entry] = []

  init(_ side: Side) { self.side = side }

  package var best: Entry? { entries.first }

  /// Whether a price of this side goes before another.
  func isBetter(_ price: Price, than other: Price) -> Bool {
    side == .buy ? price > other : price < other
  }

  mutating func insert(_ price: Price, _ id: Int64) {
    entries.insert(Entry(price: price, id: id), at: firstPlace { isBetter(price, than: $0) })
  }

  mutating func remove(_ price: Price, _ id: Int64) {
    let first = firstPlace { !isBetter($0, than: price) }
    guard let place = entries[first...].firstIndex(where: { $0.id == id }) else {
      preconditionFailure("order \(id) is not on the book")
    }
    entries.remove(at: place)
  }

  /// Those at one price, in order of time.
  func entries(at price: Price) -> ArraySlice<Entry> {
    let first = firstPlace { !isBetter($0, than: price) }
    return entries[first...].prefix { $0.price == price }
  }

  /// The first place whose price the test holds for; it holds for all behind it.
  private func firstPlace(where test: (Price) -> Bool) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if test(entries[middle].price) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
