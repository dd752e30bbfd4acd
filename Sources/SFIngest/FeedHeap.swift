/// The inputs that have a bar, the earliest at the root; of equal times the first input.
struct FeedHeap {
  private var entries: [(ts: Int64, feed: Int)] = []

  /// The earliest bar, and the input that has it; `nil` when none has any.
  @inline(__always)
  var first: (ts: Int64, feed: Int)? { entries.isEmpty ? nil : entries[0] }

  mutating func insert(_ ts: Int64, _ feed: Int) {
    entries.append((ts, feed))
    var index = entries.count - 1
    while index > 0, isBefore(index, (index - 1) / 2) {
      entries.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  /// Gives the input at the root its next bar.
  @inline(__always)
  mutating func replaceFirst(_ ts: Int64) {
    entries[0].ts = ts
    if entries.count > 1 { sink() }
  }

  mutating func removeFirst() {
    entries.swapAt(0, entries.count - 1)
    entries.removeLast()
    sink()
  }

  private mutating func sink() {
    var index = 0
    while true {
      let (left, right) = (2 * index + 1, 2 * index + 2)
      var least = index
      if left < entries.count, isBefore(left, least) { least = left }
      if right < entries.count, isBefore(right, least) { least = right }
      if least == index { return }
      entries.swapAt(index, least)
      index = least
    }
  }

  private func isBefore(_ a: Int, _ b: Int) -> Bool {
    (entries[a].ts, entries[a].feed) < (entries[b].ts, entries[b].feed)
  }
}
