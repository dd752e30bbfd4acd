import SFCore

/// An order that the exchange has taken, and what became of it.
package struct SpotOrder: Equatable, Sendable {
  package let id: Int64
  /// Places in the exchange's lists.
  package let account: Int
  package let market: Int
  package let clientID: String
  package let side: Side
  package let type: SpotOrderType
  package let timeInForce: TimeInForce
  package let price: Price?
  package let stopPrice: Price?
  package let selfTrade: SelfTradeMode
  package let strategyID: Int64?
  package let strategyType: Int64?
  /// Of a market order by quote quantity; `nil` for all others.
  package let quoteQuantity: AssetAmount?
  package let created: Timestamp
  /// Of an order by quote quantity it is what could be bought or sold for it.
  package internal(set) var quantity: Quantity
  package internal(set) var executed: Quantity = .zero
  package internal(set) var executedQuote: AssetAmount = .zero
  /// What self-trade prevention has expired.
  package internal(set) var prevented: Quantity = .zero
  package internal(set) var preventedMatch: Int64?
  package internal(set) var status = SpotOrderStatus.new
  package internal(set) var expiryReason: ExpiryReason?
  package internal(set) var updated: Timestamp
  /// When it came onto the book; `nil` while it waits for its trigger.
  package internal(set) var working: Timestamp?
  /// Of the quote asset for a buy, of the base asset for a sale.
  package internal(set) var locked: AssetAmount = .zero
  /// What stands in front of it at its price among those who are not accounts here.
  package internal(set) var ahead: Quantity = .zero

  init(
    _ request: SpotOrderRequest, id: Int64, account: Int, market: Int, clientID: String,
    selfTrade: SelfTradeMode, at time: Timestamp
  ) {
    self.id = id
    self.account = account
    self.market = market
    self.clientID = clientID
    self.selfTrade = selfTrade
    side = request.side
    type = request.type
    timeInForce = request.timeInForce
    price = request.price
    stopPrice = request.stopPrice
    strategyID = request.strategyID
    strategyType = request.strategyType
    if case .quote(let amount) = request.size {
      quoteQuantity = amount
    } else {
      quoteQuantity = nil
    }
    quantity = request.quantity ?? .zero
    created = time
    updated = time
    working = request.type.waitsForTrigger ? nil : time
  }

  /// What may still be filled.
  package var remaining: Quantity { quantity - executed - prevented }

  package var isWorking: Bool { working != nil }

  /// What the rest of it can cost at most; `nil` without a limit, or beyond what anybody has.
  var costOfRest: AssetAmount? {
    side == .sell
      ? AssetAmount(remaining) : (price ?? stopPrice).flatMap { AssetAmount($0, times: remaining) }
  }
}

/// A part of an order that was filled, as the reply to it lists it.
package struct SpotFill: Equatable, Sendable {
  package let tradeID: Int64
  package let price: Price
  package let quantity: Quantity
  package let commission: AssetAmount
  package let commissionAsset: String
}

/// An order that was taken, with what it filled at once.
package struct PlacedOrder: Equatable, Sendable {
  package let order: SpotOrder
  package let fills: [SpotFill]
}
