import SFCore

/// An order as the exchange is asked for it.
package struct OrderForm: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// What does not fill at once expires.
    case limitNow(Price)
    /// Rests until it fills or is canceled.
    case limit(Price)
    case market
    /// A market order when the last price is at or below the trigger.
    case stopLoss(Price)
    /// A limit order then.
    case stopLossLimit(trigger: Price, Price)
  }

  package let symbol: Symbol
  package let side: Side
  package let kind: Kind
  package let quantity: Quantity
  package let clientID: String

  package init(
    symbol: Symbol, side: Side, kind: Kind, quantity: Quantity, clientID: String
  ) {
    self.symbol = symbol
    self.side = side
    self.kind = kind
    self.quantity = quantity
    self.clientID = clientID
  }

  /// The limit; `nil` without one.
  package var price: Price? {
    switch kind {
    case .limitNow(let price), .limit(let price), .stopLossLimit(_, let price): price
    case .market, .stopLoss: nil
    }
  }

  var fields: [RequestField] {
    var fields = [
      RequestField("symbol", symbol.text), RequestField("side", side == .buy ? "BUY" : "SELL"),
    ]
    func limit(_ price: Price, _ time: String) -> [RequestField] {
      [RequestField("timeInForce", time), RequestField("price", price.description)]
    }
    switch kind {
    case .limitNow(let price): fields += [RequestField("type", "LIMIT")] + limit(price, "IOC")
    case .limit(let price): fields += [RequestField("type", "LIMIT")] + limit(price, "GTC")
    case .market: fields.append(RequestField("type", "MARKET"))
    case .stopLoss(let trigger):
      fields += [
        RequestField("type", "STOP_LOSS"), RequestField("stopPrice", trigger.description),
      ]
    case .stopLossLimit(let trigger, let price):
      fields += [
        RequestField("type", "STOP_LOSS_LIMIT"), RequestField("stopPrice", trigger.description),
      ]
      fields += limit(price, "GTC")
    }
    return fields + [
      RequestField("quantity", quantity.description), RequestField("newClientOrderId", clientID),
      RequestField("newOrderRespType", "FULL"),
    ]
  }
}
