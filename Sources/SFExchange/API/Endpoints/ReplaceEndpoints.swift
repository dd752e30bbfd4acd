import SFBinance
import SFCore
import SFWire

/// An order in place of another: one is canceled, the other placed, in one request.
extension ExchangeAPI {
  static let replaceEndpoints: [APIEndpoint] = [
    APIEndpoint(
      "POST", "/api/v3/order/cancelReplace", .trade, weight: 1, isFreeWhenDone: true,
      reads: OrderParameters.names + [
        "cancelReplaceMode", "cancelNewClientOrderId", "cancelOrigClientOrderId", "cancelOrderId",
        "cancelRestrictions", "orderRateLimitExceededMode",
      ]
    ) { api, parameters, account throws(SpotRefusal) in try api.replace(parameters, account) }
  ]

  private enum Mode: String {
    case stop = "STOP_ON_FAILURE"
    case allow = "ALLOW_FAILURE"
  }

  private enum WhenFull: String {
    case nothing = "DO_NOTHING"
    case cancel = "CANCEL_ONLY"
  }

  private mutating func replace(
    _ parameters: RequestParameters, _ account: Int
  ) throws(SpotRefusal) -> JSONValue {
    let order = try OrderParameters(parameters)
    guard let mode: Mode = try parameters.word("cancelReplaceMode", .invalid("cancelReplaceMode"))
    else { throw .missing("cancelReplaceMode") }
    let whenFull: WhenFull =
      try parameters.word(
        "orderRateLimitExceededMode", .invalid("orderRateLimitExceededMode")) ?? .nothing
    let cancel = try cancel(parameters, order.request.symbol)
    // Rules and counts come before both.
    try exchange.checkRules(
      of: order.request, by: account, countingOrders: whenFull == .nothing, at: exchange.time)
    let canceled = outcome { () throws(SpotRefusal) in
      let canceled = try exchange.cancel(
        cancel.name, of: account, symbol: order.request.symbol, as: cancel.id,
        only: cancel.restriction, at: exchange.time)
      return canceled.order.text(canceledAs: canceled.cancelID, symbol: order.request.symbol)
    }
    guard canceled.isDone || mode == .allow else {
      exchange.countOrder(of: account)
      throw Replacement(canceled, nil).refusal
    }
    let placed = outcome { () throws(SpotRefusal) in
      try exchange.place(order.request, by: account, at: exchange.time)
        .text(order.answer, symbol: order.request.symbol)
    }
    guard canceled.isDone, placed.isDone else { throw Replacement(canceled, placed).refusal }
    return Replacement(canceled, placed).text
  }

  private func cancel(
    _ parameters: RequestParameters, _ symbol: String
  ) throws(SpotRefusal) -> (name: OrderName, id: String?, restriction: CancelRestriction?) {
    let id = try parameters.integer("cancelOrderId")
    let clientID = try parameters.optional("cancelOrigClientOrderId")
    guard id != nil || clientID != nil else {
      throw SpotRefusal(
        .missingParameter,
        "Param 'cancelOrigClientOrderId' or 'cancelOrderId' must be sent, but both were empty/null!"
      )
    }
    let restriction: CancelRestriction? = try parameters.word(
      "cancelRestrictions",
      SpotRefusal(.badCancelRestrictions, "Invalid cancelRestrictions"))
    return (
      OrderName(id: id, clientID: clientID), try parameters.clientID("cancelNewClientOrderId"),
      restriction
    )
  }

  private func outcome(_ body: () throws(SpotRefusal) -> JSONValue) -> ReplacedPart {
    do throws(SpotRefusal) { return .done(try body()) } catch { return .refused(error) }
  }
}

/// What became of one of the two.
private enum ReplacedPart {
  case done(JSONValue)
  case refused(SpotRefusal)

  var isDone: Bool {
    if case .done = self { return true }
    return false
  }

  var word: String { isDone ? "SUCCESS" : "FAILURE" }

  var text: JSONValue {
    switch self {
    case .done(let text): text
    case .refused(let refusal): refusal.text
    }
  }
}

/// What became of both; the new order is `nil` where it was not tried.
private struct Replacement {
  let canceled: ReplacedPart
  let placed: ReplacedPart?

  init(_ canceled: ReplacedPart, _ placed: ReplacedPart?) {
    self.canceled = canceled
    self.placed = placed
  }

  var text: JSONValue {
    .members([
      "cancelResult": .string(canceled.word),
      "newOrderResult": .string(placed?.word ?? "NOT_ATTEMPTED"), "cancelResponse": canceled.text,
      "newOrderResponse": placed?.text ?? .null,
    ])
  }

  var refusal: SpotRefusal {
    canceled.isDone || placed?.isDone == true
      ? SpotRefusal(.replacedInPart, "Order cancel-replace partially failed.", data: text)
      : SpotRefusal(.replaceFailed, "Order cancel-replace failed.", data: text)
  }
}

extension JSONValue {
  /// Whether the new order of two was refused since too many were sent.
  var isOfCount: Bool {
    self["newOrderResponse"]?["code"]?.integer == ErrorCode.tooManyOrders.rawValue
  }
}
