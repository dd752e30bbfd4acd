import SFCore
import SFWire

/// How the exchange writes orders.
extension SpotOrder {
  /// The beginning that all of them share.
  private func names(_ symbol: String, clientID: String) -> JSONValue {
    .members([
      "symbol": .string(symbol), "orderId": .integer(id), "orderListId": .integer(-1),
      "clientOrderId": .string(clientID),
    ])
  }

  /// The amounts and words that all of them share.
  private var figures: KeyValuePairs<String, JSONValue> {
    [
      "price": .amount(price ?? .zero), "origQty": .amount(quantity),
      "executedQty": .amount(executed), "origQuoteOrderQty": .amount(quoteQuantity ?? .zero),
      "cummulativeQuoteQty": .amount(executedQuote), "status": .string(status.rawValue),
      "timeInForce": .string(timeInForce.rawValue), "type": .string(type.rawValue),
      "side": .string(side.word),
    ]
  }

  /// What stands there only where it applies.
  private func adding(conditional value: JSONValue) -> JSONValue {
    var value = value
    if let strategyID { value = value.adding(["strategyId": .integer(strategyID)]) }
    if let strategyType { value = value.adding(["strategyType": .integer(strategyType)]) }
    if let preventedMatch {
      value = value.adding([
        "preventedMatchId": .integer(preventedMatch), "preventedQuantity": .amount(prevented),
      ])
    }
    if let expiryReason {
      value = value.adding(["expiryReason": .string(expiryReason.rawValue)])
    }
    return value
  }

  /// As the answer to who asks for it.
  func text(symbol: String) -> JSONValue {
    adding(
      conditional: names(symbol, clientID: clientID).adding(figures).adding([
        "stopPrice": .amount(stopPrice ?? .zero), "icebergQty": .amount(AssetAmount.zero),
        "time": .time(created), "updateTime": .time(updated), "isWorking": .bool(isWorking),
        "workingTime": working.map { .time($0) } ?? .integer(-1),
        "selfTradePreventionMode": .string(selfTrade.rawValue),
      ]))
  }

  /// As the answer to a cancel, which has a name of its own.
  func text(canceledAs cancelID: String, symbol: String) -> JSONValue {
    let names = JSONValue.members([
      "symbol": .string(symbol), "origClientOrderId": .string(clientID), "orderId": .integer(id),
      "orderListId": .integer(-1), "clientOrderId": .string(cancelID),
      "transactTime": .time(updated),
    ])
    return adding(
      conditional: addingStop(to: names.adding(figures)).adding([
        "selfTradePreventionMode": .string(selfTrade.rawValue)
      ]))
  }

  fileprivate func addingStop(to value: JSONValue) -> JSONValue {
    stopPrice.map { value.adding(["stopPrice": .amount($0)]) } ?? value
  }

  fileprivate func acknowledgement(_ symbol: String) -> JSONValue {
    names(symbol, clientID: clientID).adding(["transactTime": .time(updated)])
  }

  fileprivate func result(_ symbol: String) -> JSONValue {
    let working: JSONValue = working.map { .time($0) } ?? .integer(-1)
    return adding(
      conditional: addingStop(to: acknowledgement(symbol).adding(figures)).adding([
        "workingTime": working, "selfTradePreventionMode": .string(selfTrade.rawValue),
      ]))
  }
}

/// How much the answer to a new order says.
enum OrderAnswer: String, Sendable {
  case acknowledgement = "ACK"
  case result = "RESULT"
  case full = "FULL"

  /// What an order is answered with whose client did not say.
  static func standard(for type: SpotOrderType) -> OrderAnswer {
    type == .limit || type == .market ? .full : .acknowledgement
  }
}

extension PlacedOrder {
  func text(_ answer: OrderAnswer, symbol: String) -> JSONValue {
    switch answer {
    case .acknowledgement: order.acknowledgement(symbol)
    case .result: order.result(symbol)
    case .full:
      order.result(symbol).adding([
        "fills": .array(
          fills.map { fill in
            .members([
              "price": .amount(fill.price), "qty": .amount(fill.quantity),
              "commission": .amount(fill.commission),
              "commissionAsset": .string(fill.commissionAsset),
              "tradeId": .integer(fill.tradeID),
            ])
          })
      ])
    }
  }
}
