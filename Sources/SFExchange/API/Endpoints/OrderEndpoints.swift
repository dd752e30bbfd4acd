import SFBinance
import SFCore
import SFWire

extension ExchangeAPI {
  static let orderEndpoints: [APIEndpoint] = [
    APIEndpoint(
      "POST", "/api/v3/order", .trade, weight: 1, isFreeWhenDone: true,
      reads: OrderParameters.names
    ) { api, parameters, account throws(SpotRefusal) in try api.place(parameters, account) },
    APIEndpoint(
      "POST", "/api/v3/order/test", .trade,
      weighing: { $0.has("computeCommissionRates") ? 20 : 1 },
      reads: OrderParameters.names + ["computeCommissionRates"]
    ) { api, parameters, account throws(SpotRefusal) in
      let order = try OrderParameters(parameters)
      try api.exchange.test(order.request, by: account, at: api.exchange.time)
      return try parameters.flag("computeCommissionRates")
        ? api.commissions(of: account) : .members([:])
    },
    APIEndpoint(
      "DELETE", "/api/v3/order", .trade, weight: 1, isFreeWhenDone: true,
      reads: orderNames + ["newClientOrderId", "cancelRestrictions"]
    ) { api, parameters, account throws(SpotRefusal) in try api.cancel(parameters, account) },
    APIEndpoint(
      "DELETE", "/api/v3/openOrders", .trade, weight: 1, isFreeWhenDone: true, reads: ["symbol"]
    ) { api, parameters, account throws(SpotRefusal) in
      let symbol = try parameters.text("symbol")
      let canceled = try api.exchange.cancelAll(
        of: account, symbol: symbol, at: api.exchange.time)
      return .array(
        canceled.map { $0.order.text(canceledAs: $0.cancelID, symbol: symbol) })
    },
  ]

  static let orderNames = ["symbol", "orderId", "origClientOrderId"]

  private mutating func place(
    _ parameters: RequestParameters, _ account: Int
  ) throws(SpotRefusal) -> JSONValue {
    let order = try OrderParameters(parameters)
    let placed = try exchange.place(order.request, by: account, at: exchange.time)
    return placed.text(order.answer, symbol: order.request.symbol)
  }

  private mutating func cancel(
    _ parameters: RequestParameters, _ account: Int
  ) throws(SpotRefusal) -> JSONValue {
    let symbol = try parameters.text("symbol")
    let restriction: CancelRestriction? = try parameters.word(
      "cancelRestrictions",
      SpotRefusal(.badCancelRestrictions, "Invalid cancelRestrictions"))
    let canceled = try exchange.cancel(
      Self.name(parameters), of: account, symbol: symbol,
      as: parameters.clientID("newClientOrderId"), only: restriction, at: exchange.time)
    return canceled.order.text(canceledAs: canceled.cancelID, symbol: symbol)
  }

  static func name(_ parameters: RequestParameters) throws(SpotRefusal) -> OrderName {
    let id = try parameters.integer("orderId")
    let clientID = try parameters.optional("origClientOrderId")
    guard id != nil || clientID != nil else {
      throw SpotRefusal(
        .missingParameter,
        "Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!")
    }
    return OrderName(id: id, clientID: clientID)
  }
}
