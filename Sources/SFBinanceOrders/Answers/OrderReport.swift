import SFBinance
import SFBroker
import SFCore
import SFWire

/// A fill as the exchange tells it, which it may do three times: in the answer to an order, as user
/// data, and when it is asked for own trades. Symbol and id tell that it is one.
package struct TradeReport: Hashable, Sendable, Codable {
  package let symbol: Symbol
  package let id: Int64
  /// Of the exchange.
  package let orderID: Int64
  package let side: Side
  package let price: Price
  package let quantity: Quantity
  package let fee: Quantity
  package let feeAsset: String
  package let isMaker: Bool
  /// In milliseconds since 1970.
  package let time: Int64

  package var at: Timestamp { Timestamp(milliseconds: time) }
}

/// What the exchange says of an order: in the answer to it, when it is asked, or as user data.
package struct OrderReport: Hashable, Sendable {
  package let symbol: Symbol
  package let orderID: Int64
  package let clientID: String
  package let state: OrderState
  /// What has filled, in all.
  package let executed: Quantity
  /// Those that it tells of: all of an order's answer, one of user data, none when it was asked.
  package let fills: [TradeReport]

  /// `nil` for a status that is not known: whoever needs it asks again.
  private static func state(_ status: String) -> OrderState? {
    switch status {
    case "NEW", "PENDING_NEW": .working
    case "PARTIALLY_FILLED": .partlyFilled
    case "FILLED": .filled
    case "CANCELED": .canceled
    case "REJECTED": .refused
    case "EXPIRED", "EXPIRED_IN_MATCH": .expired
    default: nil
    }
  }

  /// Of the answer to an order, a cancel or a question.
  ///
  ///     {"symbol":"BTCUSDT","orderId":28,"clientOrderId":"sf…","status":"EXPIRED",
  ///      "executedQty":"4.0","transactTime":1,"fills":[{"price":"…","qty":"…","commission":"…",
  ///      "commissionAsset":"BTC","tradeId":56}]}
  package init?(answer value: JSONValue) {
    guard let symbol = value["symbol"]?.string.flatMap({ Symbol($0) }),
      let orderID = value["orderId"]?.integer,
      // The answer to a cancel calls the cancel by the name that an order has else.
      let clientID = (value["origClientOrderId"] ?? value["clientOrderId"])?.string,
      let state = value["status"]?.string.flatMap(Self.state),
      let executed: Quantity = value.amount("executedQty"),
      let side = value["side"]?.string.flatMap(Side.init(word:))
    else { return nil }
    self.symbol = symbol
    self.orderID = Int64(orderID)
    self.clientID = clientID
    self.state = state
    self.executed = executed
    var fills: [TradeReport] = []
    for entry in value["fills"]?.array ?? [] {
      guard let id = entry["tradeId"]?.integer, let price: Price = entry.amount("price"),
        let quantity: Quantity = entry.amount("qty"),
        let fee: Quantity = entry.amount("commission"),
        let asset = entry["commissionAsset"]?.string, let time = value["transactTime"]?.integer
      else { return nil }
      fills.append(
        TradeReport(
          symbol: symbol, id: Int64(id), orderID: self.orderID, side: side, price: price,
          quantity: quantity, fee: fee, feeAsset: asset, isMaker: false, time: Int64(time)))
    }
    self.fills = fills
  }

  /// Of user data: `executionReport`.
  package init?(event value: JSONValue) {
    guard value["e"]?.string == "executionReport",
      let symbol = value["s"]?.string.flatMap({ Symbol($0) }), let orderID = value["i"]?.integer,
      let named = value["c"]?.string, let state = value["X"]?.string.flatMap(Self.state),
      let executed: Quantity = value.amount("z"),
      let side = value["S"]?.string.flatMap(Side.init(word:))
    else { return nil }
    // Of a cancel `c` is the cancel, and the order is called `C`.
    let original = value["C"]?.string ?? ""
    self.symbol = symbol
    self.orderID = Int64(orderID)
    clientID = original.isEmpty ? named : original
    self.state = state
    self.executed = executed
    guard value["x"]?.string == "TRADE" else {
      fills = []
      return
    }
    guard let id = value["t"]?.integer, let price: Price = value.amount("L"),
      let quantity: Quantity = value.amount("l"), let fee: Quantity = value.amount("n"),
      let asset = value["N"]?.string, let time = value["T"]?.integer
    else { return nil }
    fills = [
      TradeReport(
        symbol: symbol, id: Int64(id), orderID: self.orderID, side: side, price: price,
        quantity: quantity, fee: fee, feeAsset: asset, isMaker: value["m"] == .bool(true),
        time: Int64(time))
    ]
  }
}

extension TradeReport {
  /// So much of it at most, with its share of the fee, up to the last digit.
  func part(_ most: Quantity) -> TradeReport {
    guard most < quantity else { return self }
    let share = Int128(fee.units) * Int128(most.units)
    let whole = Int128(max(1, quantity.units))
    return TradeReport(
      symbol: symbol, id: id, orderID: orderID, side: side, price: price, quantity: most,
      fee: Quantity(units: Int64((share + whole - 1) / whole)), feeAsset: feeAsset,
      isMaker: isMaker, time: time)
  }

  /// One of own trades.
  package init?(_ value: JSONValue) {
    guard let symbol = value["symbol"]?.string.flatMap({ Symbol($0) }),
      let id = value["id"]?.integer, let order = value["orderId"]?.integer,
      let price: Price = value.amount("price"), let quantity: Quantity = value.amount("qty"),
      let fee: Quantity = value.amount("commission"), let asset = value["commissionAsset"]?.string,
      let time = value["time"]?.integer, case .bool(let isBuyer) = value["isBuyer"]
    else { return nil }
    self.init(
      symbol: symbol, id: Int64(id), orderID: Int64(order), side: isBuyer ? .buy : .sell,
      price: price, quantity: quantity, fee: fee, feeAsset: asset,
      isMaker: value["isMaker"] == .bool(true), time: Int64(time))
  }
}

extension JSONValue {
  /// A decimal that is written as a text.
  func amount<Amount: FixedPoint>(_ key: String) -> Amount? {
    self[key]?.string.flatMap { Amount($0) }
  }
}

extension Side {
  /// In the exchange's words.
  init?(word: String) {
    switch word {
    case "BUY": self = .buy
    case "SELL": self = .sell
    default: return nil
    }
  }
}
