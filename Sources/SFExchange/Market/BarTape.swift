import SFCore

/// Bars as a market: each goes the way of its four prints.
package struct BarTape: MarketTape {
  /// A bar, and where it belongs.
  package struct Entry: Equatable, Sendable {
    package let market: Int
    package let opened: Timestamp
    package let milliseconds: Int64
    package let bar: Bar

    package init(market: Int, opened: Timestamp, milliseconds: Int64, bar: Bar) {
      self.market = market
      self.opened = opened
      self.milliseconds = milliseconds
      self.bar = bar
    }
  }

  private let entries: [Entry]
  private let shift: Int64
  private var place = 0
  /// Of the bars that opened last, the latest first.
  private var events: [MarketEvent] = []

  /// What a print trades where the bars do not say their volume.
  private static let standard: Quantity = 1

  /// Bars in order of their opens; all times are moved by `shift` milliseconds.
  package init(_ entries: [Entry], shift: Int64 = 0) {
    precondition(zip(entries, entries.dropFirst()).allSatisfy { $0.opened <= $1.opened })
    self.entries = entries
    self.shift = shift
  }

  package mutating func next() -> MarketEvent? {
    while events.isEmpty, place < entries.count { open() }
    return events.popLast()
  }

  /// The prints of all bars that open next, by time; of one time in the order of the bars.
  private mutating func open() {
    let opened = entries[place].opened
    var next: [MarketEvent] = []
    while place < entries.count, entries[place].opened == opened {
      let entry = entries[place]
      next += BarPath.prints(
        of: entry.bar, opened: opened + shift, milliseconds: entry.milliseconds,
        standard: Self.standard
      ).map { .traded($0, market: entry.market) }
      place += 1
    }
    let ordered = next.enumerated().sorted {
      ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
    }
    events = ordered.reversed().map(\.element)
  }
}
