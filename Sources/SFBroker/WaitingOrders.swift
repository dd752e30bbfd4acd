import SFCore

/// Orders that the venue has accepted and not yet filled, in the order of decision.
struct WaitingOrders: Sendable, Codable {
  /// An order, and the series whose next bars may fill it.
  struct Waiting: Sendable, Codable, Hashable {
    let order: Order
    let series: SeriesIndex
    /// The mark at which it was decided.
    let decided: Timestamp
    /// Bars of the series that it has seen.
    fileprivate(set) var bars = 0

    init(_ order: Order, _ series: SeriesIndex, decided: Timestamp) {
      self.order = order
      self.series = series
      self.decided = decided
    }

    /// The direction of the position that it opens or closes.
    var direction: Direction {
      (order.side == .buy) == (order.intent == .enter) ? .long : .short
    }
  }

  private(set) var exits: [Waiting] = []
  private(set) var entries: [Waiting] = []

  var isEmpty: Bool { exits.isEmpty && entries.isEmpty }
  var count: Int { exits.count + entries.count }

  mutating func add(_ waiting: consuming Waiting) {
    switch waiting.order.intent {
    case .exit: exits.append(waiting)
    case .enter: entries.append(waiting)
    }
  }

  mutating func takeExit(at index: Int) -> Waiting { exits.remove(at: index) }
  mutating func takeEntry(at index: Int) -> Waiting { entries.remove(at: index) }

  /// Takes out the order with an id; `nil` when it does not wait.
  mutating func take(_ id: String) -> Waiting? {
    if let index = exits.firstIndex(where: { $0.order.id == id }) { return takeExit(at: index) }
    return entries.firstIndex { $0.order.id == id }.map { takeEntry(at: $0) }
  }

  /// Takes out all entries, in the order of decision.
  mutating func takeEntries() -> [Waiting] {
    defer { entries = [] }
    return entries
  }

  /// Counts a bar that the entry at `index` has seen and not filled in.
  mutating func rest(at index: Int) { entries[index].bars += 1 }

  /// Takes out all: exits first, then entries, each in the order of decision.
  mutating func takeAll() -> [Waiting] {
    defer { (exits, entries) = ([], []) }
    return exits + entries
  }
}
