import SFCore

/// An order as it is asked for; that its parts go together is the caller's to have checked.
package struct SpotOrderRequest: Equatable, Sendable {
  /// How much of it.
  package enum Size: Equatable, Sendable {
    case base(Quantity)
    /// Of a market order: for how much quote currency.
    case quote(AssetAmount)
  }

  package var symbol: String
  package var side: Side
  package var type: SpotOrderType
  package var timeInForce: TimeInForce
  package var size: Size
  /// `nil` for an order without a limit.
  package var price: Price?
  /// `nil` for an order without a trigger.
  package var stopPrice: Price?
  /// `nil` for one that the exchange makes up.
  package var clientID: String?
  /// `nil` for the symbol's.
  package var selfTrade: SelfTradeMode?
  package var strategyID: Int64?
  package var strategyType: Int64?

  package init(
    symbol: String, side: Side, type: SpotOrderType,
    timeInForce: TimeInForce = .goodTillCanceled, size: Size, price: Price? = nil,
    stopPrice: Price? = nil, clientID: String? = nil, selfTrade: SelfTradeMode? = nil,
    strategyID: Int64? = nil, strategyType: Int64? = nil
  ) {
    self.symbol = symbol
    self.side = side
    self.type = type
    self.timeInForce = timeInForce
    self.size = size
    self.price = price
    self.stopPrice = stopPrice
    self.clientID = clientID
    self.selfTrade = selfTrade
    self.strategyID = strategyID
    self.strategyType = strategyType
  }

  /// `nil` for an order by quote quantity.
  package var quantity: Quantity? {
    if case .base(let quantity) = size { return quantity }
    return nil
  }
}
