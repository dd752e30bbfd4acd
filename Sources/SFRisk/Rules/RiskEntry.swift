import SFCore

/// An entry that is asked for, and what is known when it is.
public struct RiskEntry: Sendable {
  public let order: Order
  public let series: SeriesIndex
  /// What is known at the mark of its order.
  public let mark: RiskMark
  /// What earlier rules have left of it.
  public internal(set) var quantity: Quantity

  init(_ order: Order, _ series: SeriesIndex, _ mark: RiskMark) {
    self.order = order
    self.series = series
    self.mark = mark
    quantity = order.quantity
  }

  public var time: Timestamp { mark.time }
  /// The session's own equity at the last closes.
  public var equity: Money { mark.equity }
  public var book: RiskBook { mark.book }
  public var market: RiskMarket { mark.market }
  public var direction: Direction { order.side == .buy ? .long : .short }

  /// Its size at the close at which it was decided.
  public var notional: Money { order.reference * quantity }

  /// The room that a share of the equity leaves beside what is used; sums out of range refuse.
  func room(_ share: Ratio, besides used: Money?, _ reason: RefusalReason) -> RiskVerdict {
    guard let most = equity.part(share), let used else { return .no(.data(.outOfRange)) }
    return .room(most - used, reason)
  }

  /// `at most 2500.0 (0.25 of the equity 10000.0), 1000.0 of it used`.
  func text(_ share: Ratio, besides used: Money?) -> String {
    let most = equity.part(share).map(\.description) ?? "nothing"
    return "at most \(most) (\(share) of the equity \(equity)), \(used?.description ?? "all") of "
      + "it used; asked for \(notional)"
  }
}
