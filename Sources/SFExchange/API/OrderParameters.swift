import SFBinance
import SFCore

/// The parameters of a new order, whose parts must go together.
///
///     LIMIT              timeInForce quantity price
///     MARKET             quantity or quoteOrderQty
///     STOP_LOSS          quantity stopPrice
///     STOP_LOSS_LIMIT    timeInForce quantity price stopPrice
///     LIMIT_MAKER        quantity price
struct OrderParameters {
  static let names = [
    "symbol", "side", "type", "timeInForce", "quantity", "quoteOrderQty", "price",
    "newClientOrderId", "strategyId", "strategyType", "stopPrice", "trailingDelta", "icebergQty",
    "newOrderRespType", "selfTradePreventionMode", "pegPriceType", "pegOffsetValue",
    "pegOffsetType",
  ]

  private static let lowestStrategyType: Int64 = 1_000_000

  let request: SpotOrderRequest
  let answer: OrderAnswer

  init(_ parameters: RequestParameters) throws(SpotRefusal) {
    try Self.refuseUnsupported(parameters)
    let symbol = try parameters.text("symbol")
    _ = try parameters.text("side")
    _ = try parameters.text("type")
    guard
      let side: SideWord = try parameters.word("side", SpotRefusal(.badSide, "Invalid side.")),
      let type: SpotOrderType = try parameters.word(
        "type", SpotRefusal(.badOrderType, "Invalid orderType."))
    else { throw .missing("type") }
    let answer: OrderAnswer? = try parameters.word("newOrderRespType", .invalid("newOrderRespType"))
    self.answer = answer ?? .standard(for: type)
    let strategyType = try parameters.integer("strategyType")
    if let strategyType, strategyType < Self.lowestStrategyType {
      throw SpotRefusal(.badStrategyType, "strategyType was less than 1000000.")
    }
    request = SpotOrderRequest(
      symbol: symbol, side: side == .buy ? .buy : .sell, type: type,
      timeInForce: try Self.timeInForce(parameters, type), size: try Self.size(parameters, type),
      price: try Self.price("price", parameters, isNeeded: type.hasLimit),
      stopPrice: try Self.price("stopPrice", parameters, isNeeded: type.waitsForTrigger),
      clientID: try parameters.clientID("newClientOrderId"),
      selfTrade: try parameters.word("selfTradePreventionMode", .noSuchMode),
      strategyID: try parameters.integer("strategyId"), strategyType: strategyType)
  }

  private enum SideWord: String {
    case buy = "BUY"
    case sell = "SELL"
  }

  private static func refuseUnsupported(
    _ parameters: RequestParameters
  ) throws(SpotRefusal) {
    if parameters.has("icebergQty") {
      throw SpotRefusal(.filterFailure, "Iceberg orders are not supported for this symbol.")
    }
    if parameters.has("trailingDelta") {
      throw SpotRefusal(.filterFailure, "Trailing stop orders are not supported for this symbol.")
    }
    if ["pegPriceType", "pegOffsetValue", "pegOffsetType"].contains(where: parameters.has) {
      throw SpotRefusal(.filterFailure, "Pegged orders are not supported for this symbol.")
    }
  }

  private static func timeInForce(
    _ parameters: RequestParameters, _ type: SpotOrderType
  ) throws(SpotRefusal) -> TimeInForce {
    let given: TimeInForce? = try parameters.word(
      "timeInForce", SpotRefusal(.badTimeInForce, "Invalid timeInForce."))
    guard type.takesTimeInForce else {
      if given != nil { throw .needless("timeInForce") }
      return .goodTillCanceled
    }
    guard let given else { throw .missing("timeInForce") }
    return given
  }

  private static func size(
    _ parameters: RequestParameters, _ type: SpotOrderType
  ) throws(SpotRefusal) -> SpotOrderRequest.Size {
    let quantity: Quantity? = try parameters.decimal("quantity")
    let quote: AssetAmount? = try parameters.decimal("quoteOrderQty")
    if quantity != nil, quote != nil { throw .needless("quoteOrderQty") }
    if let quote {
      guard type == .market else { throw .needless("quoteOrderQty") }
      guard quote > .zero else { throw SpotRefusal(.filterFailure, "Invalid quoteOrderQty.") }
      guard quote <= .most else { throw .insufficient }
      return .quote(quote)
    }
    guard let quantity else { throw .missing("quantity") }
    guard quantity > .zero else { throw SpotRefusal(.filterFailure, "Invalid quantity.") }
    guard AssetAmount(quantity) <= .most else { throw .insufficient }
    return .base(quantity)
  }

  private static func price(
    _ name: String, _ parameters: RequestParameters, isNeeded: Bool
  ) throws(SpotRefusal) -> Price? {
    let price: Price? = try parameters.decimal(name)
    guard isNeeded else {
      if price != nil { throw .needless(name) }
      return nil
    }
    guard let price else { throw .missing(name) }
    guard price > .zero else { throw SpotRefusal(.filterFailure, "Invalid \(name).") }
    return price
  }
}
