import SFBroker
@_spi(Gate) import SFCore

/// What persons order: there is no gate before them.
enum PersonOrders {
  static func cancel(_ order: String, _ reason: String) -> Approved<Cancel> {
    Approved(Cancel(order: order, symbol: "ALL", reason: reason))
  }

  static func exit(
    _ position: String, _ symbol: Symbol, _ quantity: Quantity, _ word: PersonWord,
    at time: Timestamp, reference: Price
  ) -> Approved<Order> {
    Approved(
      Order(
        id: "\(VenueTurns.personPrefix)\(time.milliseconds)-\(word.number)", symbol: symbol,
        side: .sell, quantity: quantity, position: position, intent: .exit,
        reason: word.control.reason, reference: reference, by: word.control.who))
  }
}

extension Approved<Order> {
  /// The same of a part of it.
  func with(_ order: Order) -> Approved<Order> {
    precondition(order.quantity <= request.quantity && order.id == request.id, "a part of it")
    return Approved(order)
  }
}
