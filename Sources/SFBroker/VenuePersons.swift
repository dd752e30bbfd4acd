import SFCore

/// What a person does at the virtual venue, and what a mode keeps from being done.
extension VirtualVenue {
  /// Whether a mark may change it though nothing is said at it: limits count bars, and what shorts
  /// lock goes with the closes.
  var isMoving: Bool { !waiting.isEmpty || account.hasShorts }

  /// Whether an exit must wait whatever its bar says.
  func keeps(exit order: String) -> Bool {
    keepsExits && !order.hasPrefix(VenueTurns.personPrefix)
  }

  /// Refuses the entries that wait.
  mutating func takeBackEntries(_ reason: RefusalReason) -> [Answer] {
    waiting.takeEntries().map { refusal($0.order, reason) }
  }

  /// Takes back the exit of a position that waits.
  mutating func takeBackExit(of position: String) -> [Answer] {
    guard let index = waiting.exits.firstIndex(where: { $0.order.position == position }) else {
      return []
    }
    return [refusal(waiting.takeExit(at: index).order, .ended(.canceled))]
  }

  /// Books an exit at a price that a person says.
  mutating func settle(
    _ approved: Approved<Order>, at price: Price, time: Timestamp
  ) -> [Answer] {
    let order = approved.request
    guard let series = markets.series(of: order.symbol),
      (price * order.quantity).isInRange
    else { return [refusal(order, .data(.outOfRange))] }
    var answers: [Answer] = []
    fill(
      WaitingOrders.Waiting(order, series, decided: time), order.quantity, price, .zero, .taker,
      time, &answers)
    return answers
  }

  /// The close of a series at this mark, else the last one that was needed.
  func lastClose(of series: SeriesIndex, _ step: borrowing Step) -> Price {
    step.bar(of: series)?.close ?? (series < markets.closes.count ? markets.closes[series] : .zero)
  }
}
