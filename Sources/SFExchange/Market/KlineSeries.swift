import SFCore

/// The bars of one length, built from prints; where nothing is traded they are flat.
package struct KlineSeries: Equatable, Sendable {
  /// In milliseconds.
  package let length: Int64
  private var closed: RecentQueue<SpotKline>
  /// `nil` until something has been traded.
  package private(set) var current: SpotKline?

  init(length: Int64, kept: Int) {
    self.length = length
    closed = RecentQueue(limit: kept)
  }

  /// Closes what has ended by a time. A silence longer than all that is kept is skipped.
  mutating func advance(to time: Int64) {
    let begin = time.floored(by: length) * length
    guard var kline = current else { return }
    let horizon = begin - Int64(closed.limit + 1) * length
    while kline.opened < begin {
      closed.append(kline)
      kline = SpotKline(opened: max(kline.opened + length, horizon), at: kline.close)
    }
    current = kline
  }

  mutating func add(_ print: SpotPrint) {
    let time = print.print.time.milliseconds
    advance(to: time)
    var kline =
      current ?? SpotKline(opened: time.floored(by: length) * length, at: print.print.price)
    kline.add(print)
    current = kline
  }

  /// Goes through those that open at a time or later, in order, while the body says so.
  func forEach(from time: Int64, _ body: (SpotKline) -> Bool) {
    let list = closed.list
    var (low, high) = (list.startIndex, list.endIndex)
    while low < high {
      let middle = (low + high) / 2
      if list[middle].opened < time { low = middle + 1 } else { high = middle }
    }
    for kline in list[low...] where !body(kline) { return }
    if let current, current.opened >= time { _ = body(current) }
  }

  /// The newest that are kept, at most so many, the one that is still open last.
  package func newest(_ count: Int) -> [SpotKline] {
    let last = current.map { [$0] } ?? []
    return Array(closed.list.suffix(max(0, count - last.count))) + last.suffix(count)
  }
}
