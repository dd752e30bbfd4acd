import SFCore

/// Orders that the venue has accepted and not yet filled, in the order of decision.
public struct WaitingOrders: Sendable, Codable {
  /// An order, and the series whose next bar fills it.
  public struct Waiting: Sendable, Codable, Hashable {
    public let order: Order
    public let series: SeriesIndex
    public let direction: Direction

    public init(order: Order, series: SeriesIndex, direction: Direction) {
      self.order = order
      self.series = series
      self.direction = direction
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

  /// Takes out what a condition holds for: exits first, then entries, each in the order of decision.
  public mutating func take(where isDue: (Waiting) -> Bool) -> [Waiting] {
    let due = exits.filter(isDue) + entries.filter(isDue)
    if !due.isEmpty {
      exits.removeAll(where: isDue)
      entries.removeAll(where: isDue)
    }
    return due
  }
}
