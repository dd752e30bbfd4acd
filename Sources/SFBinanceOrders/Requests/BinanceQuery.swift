import SFCore

/// A request that only asks. It may be asked again as often as one likes.
package struct BinanceQuery: Hashable, Sendable {
  package let path: String
  package let fields: [RequestField]
  /// What it counts against the limit of the address.
  package let weight: Int
  /// Whether it is of an account.
  package var isSigned = true

  /// An order by the client's id, or by the exchange's.
  package static func order(_ symbol: Symbol, clientID: String) -> BinanceQuery {
    BinanceQuery(
      path: "/api/v3/order",
      fields: [RequestField("symbol", symbol.text), RequestField("origClientOrderId", clientID)],
      weight: 4)
  }

  package static func order(_ symbol: Symbol, id: Int64) -> BinanceQuery {
    BinanceQuery(
      path: "/api/v3/order",
      fields: [RequestField("symbol", symbol.text), RequestField("orderId", id)], weight: 4)
  }

  package static func openOrders(_ symbol: Symbol) -> BinanceQuery {
    BinanceQuery(
      path: "/api/v3/openOrders", fields: [RequestField("symbol", symbol.text)], weight: 6)
  }

  /// Of all symbols: what it weighs more is what asking for many symbols alone would.
  package static let allOpenOrders = BinanceQuery(
    path: "/api/v3/openOrders", fields: [], weight: 80)

  /// Own trades from an id on, inclusive; the first thousand.
  package static func trades(_ symbol: Symbol, from id: Int64) -> BinanceQuery {
    BinanceQuery(
      path: "/api/v3/myTrades",
      fields: [
        RequestField("symbol", symbol.text), RequestField("fromId", id),
        RequestField("limit", Int64(pageSize)),
      ], weight: 20)
  }

  /// The exchange's time.
  package static let time = BinanceQuery(
    path: "/api/v3/time", fields: [], weight: 1, isSigned: false)

  /// What the exchange holds orders of symbols against, and its limits.
  package static func information(_ symbols: [Symbol]) -> BinanceQuery {
    let list = symbols.map { "\"\($0)\"" }.joined(separator: ",")
    return BinanceQuery(
      path: "/api/v3/exchangeInfo", fields: [RequestField("symbols", "[\(list)]")], weight: 20,
      isSigned: false)
  }

  /// The mean price of the last minutes.
  package static func mean(_ symbol: Symbol) -> BinanceQuery {
    BinanceQuery(
      path: "/api/v3/avgPrice", fields: [RequestField("symbol", symbol.text)], weight: 2,
      isSigned: false)
  }

  /// The most trades that one answer has.
  package static let pageSize = 1_000

  package static let account = BinanceQuery(
    path: "/api/v3/account", fields: [RequestField("omitZeroBalances", .flag(true))], weight: 20)

  /// The query of the address, signed for a time of the exchange where it is of an account.
  package func signed(
    by signer: RequestSigner, at time: Timestamp, receiveWindow: Int64
  ) -> String {
    guard isSigned else { return RequestSigner.payload(fields) }
    return signer.signed(fields + RequestField.times(time, receiveWindow))
  }
}

extension RequestField {
  static func times(_ time: Timestamp, _ receiveWindow: Int64) -> [RequestField] {
    [RequestField("recvWindow", receiveWindow), RequestField("timestamp", time.milliseconds)]
  }
}
