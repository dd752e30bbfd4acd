import SFCore

/// Which order is meant: by the exchange's number, the client's id, or both.
package struct OrderName: Equatable, Sendable {
  package let id: Int64?
  package let clientID: String?

  package init(id: Int64?, clientID: String?) {
    precondition(id != nil || clientID != nil)
    self.id = id
    self.clientID = clientID
  }
}

/// Which orders a cancel is for.
package enum CancelRestriction: String, Sendable {
  case onlyNew = "ONLY_NEW"
  case onlyPartiallyFilled = "ONLY_PARTIALLY_FILLED"

  func allows(_ status: SpotOrderStatus) -> Bool {
    self == .onlyNew ? status == .new : status == .partiallyFilled
  }
}

/// An order that a cancel has ended, and what the cancel is called.
package struct CanceledOrder: Equatable, Sendable {
  package let order: SpotOrder
  package let cancelID: String
}

extension SpotExchange {
  /// An order of an account, open or not. By both names the number finds it, and the client's id
  /// must be its own.
  package func find(
    _ name: OrderName, of account: Int, symbol: String
  ) throws(SpotRefusal) -> SpotOrder {
    let market = try market(symbol)
    let found =
      if let id = name.id {
        orders[id]
      } else {
        name.clientID.flatMap { orders.find($0, account: account, market: market) }
      }
    guard let order = found, order.account == account, order.market == market else {
      throw .noSuchOrder
    }
    if let clientID = name.clientID, clientID != order.clientID { throw .idsDisagree }
    return order
  }

  /// Cancels an order that is open; what it filled stays.
  package mutating func cancel(
    _ name: OrderName, of account: Int, symbol: String, as cancelID: String? = nil,
    only restriction: CancelRestriction? = nil, at time: Timestamp
  ) throws(SpotRefusal) -> CanceledOrder {
    advance(to: time)
    let order: SpotOrder
    do throws(SpotRefusal) {
      order = try find(name, of: account, symbol: symbol)
    } catch {
      throw error == .noSuchOrder ? .notOpen : error
    }
    try requireCancels(account, order.market)
    guard order.status.isOpen else { throw .notOpen }
    if let restriction, !restriction.allows(order.status) { throw .restricted }
    let canceled = cancel(order.id, as: cancelID)
    reportPositions()
    return canceled
  }

  /// Cancels all open orders of an account on a symbol, in the order of their ids.
  package mutating func cancelAll(
    of account: Int, symbol: String, at time: Timestamp
  ) throws(SpotRefusal) -> [CanceledOrder] {
    advance(to: time)
    let market = try market(symbol)
    try requireCancels(account, market)
    let open = orders.openOrders(of: account).filter { $0.market == market }
    guard !open.isEmpty else { throw .notOpen }
    let canceled = open.map { cancel($0.id, as: nil) }
    reportPositions()
    return canceled
  }

  private func requireCancels(_ account: Int, _ market: Int) throws(SpotRefusal) {
    guard ledger.accounts[account].canTrade else { throw .mayNotTrade }
    guard markets[market].status.takesCancels else { throw .marketClosed }
  }

  private mutating func cancel(_ id: Int64, as cancelID: String?) -> CanceledOrder {
    let order = end(id) { $0.status = .canceled }
    let cancelID = cancelID ?? Self.clientID(-nextExecution)
    report(.canceled, order, cancelID: cancelID)
    return CanceledOrder(order: order, cancelID: cancelID)
  }
}
