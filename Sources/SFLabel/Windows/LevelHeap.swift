/// Price levels that wait to be reached, the nearest first.
///
/// Keys ascend: for levels above the price the units of the level, for levels
/// below it their negative.
struct LevelHeap: Codable, Sendable {
  struct Entry: Codable, Sendable {
    let key: Int64
    let id: Int
  }

  private(set) var entries: [Entry] = []

  var count: Int { entries.count }

  mutating func insert(_ key: Int64, id: Int) {
    entries.append(Entry(key: key, id: id))
    var place = entries.count - 1
    while place > 0, entries[place].key < entries[(place - 1) / 2].key {
      entries.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// Takes out the first entry if its key is not beyond `limit`.
  mutating func pop(through limit: Int64) -> Entry? {
    guard let first = entries.first, first.key <= limit else { return nil }
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    sink(from: 0)
    return first
  }

  /// Keeps what is still waited for.
  mutating func keep(where isOpen: (Int) -> Bool) {
    entries.removeAll { !isOpen($0.id) }
    for place in stride(from: entries.count / 2 - 1, through: 0, by: -1) { sink(from: place) }
  }

  private mutating func sink(from start: Int) {
    var place = start
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2]
      where child < entries.count && entries[child].key < entries[least].key {
        least = child
      }
      if least == place { return }
      entries.swapAt(place, least)
      place = least
    }
  }
}
