import SFCore

/// An entry that was ordered and is not done: what the trader knows of it.
public struct PendingEntry: Sendable, Codable {
  public let order: Order
  public let series: SeriesIndex
  /// What of it has not filled and still may.
  public internal(set) var open: Quantity
  // Written out: a `var` of `T?` begins with nil, which is written and taken away again each time.
  /// The rules of its position until its first fill opens that; `nil` from then on.
  var rules: Optional<ExitRules>

  public init(_ order: Order, _ series: SeriesIndex, _ rules: ExitRules) {
    precondition(order.intent == .enter, "an exit is no entry")
    self.order = order
    self.series = series
    self.rules = rules
    open = order.quantity
  }

  public var direction: Direction { order.side == .buy ? .long : .short }

  /// Whether it has opened its position, which takes the slot.
  public var hasOpened: Bool { rules == nil }
}

/// An exit that was ordered: what the trader knows of it until its position is closed.
public struct PendingExit: Hashable, Sendable, Codable {
  /// The id of the order; `nil` where nothing was left that could be sold.
  public let order: String?
  /// The id of the position.
  public let position: String
  public let reason: String
  /// When it was decided, then when it last filled.
  public internal(set) var time: Timestamp
  /// Whether nothing of it will fill any more.
  public internal(set) var isDone = false

  public init(order: String?, position: String, reason: String, time: Timestamp) {
    self.order = order
    self.position = position
    self.reason = reason
    self.time = time
  }
}
