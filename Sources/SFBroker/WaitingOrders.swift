import SFCore

/// Orders that the venue has accepted and not yet filled, in the order of decision.
public struct WaitingOrders: Sendable, Codable {
  /// An order, and the series whose next bars may fill it.
  public struct Waiting: Sendable, Codable, Hashable {
    public let order: Order
    public let series: SeriesIndex
    public let direction: Direction
    /// The mark at which it was decided.
    public let decided: Timestamp
    /// Bars of the series for which a limit rests; `nil` for a market order.
    public let maxBars: Int?
    /// Bars of the series that it has seen.
    public fileprivate(set) var bars = 0

    public init(
      order: Order, series: SeriesIndex, direction: Direction, decided: Timestamp,
      maxBars: Int? = nil
    ) {
      self.order = order
      self.series = series
      self.direction = direction
      self.decided = decided
      self.maxBars = maxBars
    }
  }

  public private(set) var exits: [Waiting] = []
  public private(set) var entries: [Waiting] = []

  public init() {}

  public var isEmpty: Bool { exits.isEmpty && entries.isEmpty }

  public mutating func add(_ waiting: Waiting) {
    switch waiting.order.intent {
    case .exit: exits.append(waiting)
    case .enter: entries.append(waiting)
    }
  }

  public mutating func takeExit(at index: Int) -> Waiting { exits.remove(at: index) }
  public mutating func takeEntry(at index: Int) -> Waiting { entries.remove(at: index) }

  /// Counts a bar that the entry at `index` has seen and not filled in.
  public mutating func rest(at index: Int) { entries[index].bars += 1 }

  /// Takes out all: exits first, then entries, each in the order of decision.
  public mutating func takeAll() -> [Waiting] {
    defer { (exits, entries) = ([], []) }
    return exits + entries
  }
}
