import SFCore

/// An entry that the gate has let through and that is not done.
public struct ApprovedEntry: Sendable, Codable, Hashable {
  public let order: Order
  public let series: SeriesIndex
  /// What of it has not filled and still may.
  public internal(set) var open: Quantity
  /// Whether it has opened its position, which takes the slot.
  public internal(set) var hasOpened = false
  /// Whether it has been taken back, and the venue has not said so yet.
  public internal(set) var isCanceled = false

  init(_ order: Order, _ series: SeriesIndex) {
    self.order = order
    self.series = series
    open = order.quantity
  }

  public var direction: Direction { order.side == .buy ? .long : .short }
}
