import SFBinance
import SFCore
import SFExchange
import SFTestSupport
import Testing

/// Each error by a request that reaches it.
@Suite struct ErrorTests {
  /// A new order of COINUSDT, and what is said of it.
  static let orders: [(String, String)] = [
    (
      "side=BUY&type=LIMIT&timeInForce=GTC&quantity=1",
      "-1102 Mandatory parameter 'price' was not sent, was empty/null, or malformed."
    ),
    (
      "side=BUY&type=LIMIT&quantity=1&price=99",
      "-1102 Mandatory parameter 'timeInForce' was not sent, was empty/null, or malformed."
    ),
    (
      "side=BUY&type=MARKET",
      "-1102 Mandatory parameter 'quantity' was not sent, was empty/null, or malformed."
    ),
    (
      "type=MARKET&quantity=1",
      "-1102 Mandatory parameter 'side' was not sent, was empty/null, or malformed."
    ),
    (
      "side=BUY&type=STOP_LOSS&quantity=1",
      "-1102 Mandatory parameter 'stopPrice' was not sent, was empty/null, or malformed."
    ),
    ("side=BUY&type=MARKET&quantity=", "-1105 Parameter 'quantity' was empty."),
    ("side=BUY&type=MARKET&quantity=1&price=9", "-1106 Parameter 'price' sent when not required."),
    (
      "side=BUY&type=MARKET&quantity=1&timeInForce=GTC",
      "-1106 Parameter 'timeInForce' sent when not required."
    ),
    (
      "side=BUY&type=LIMIT_MAKER&quantity=1&price=9&timeInForce=GTC",
      "-1106 Parameter 'timeInForce' sent when not required."
    ),
    (
      "side=BUY&type=MARKET&quantity=1&quoteOrderQty=2",
      "-1106 Parameter 'quoteOrderQty' sent when not required."
    ),
    (
      "side=BUY&type=LIMIT&timeInForce=GTC&price=1&quoteOrderQty=2",
      "-1106 Parameter 'quoteOrderQty' sent when not required."
    ),
    (
      "side=BUY&type=MARKET&quantity=1&hello=2",
      "-1104 Not all sent parameters were read; read '6' parameter(s) but was sent '7'."
    ),
    (
      "side=BUY&side=BUY&type=MARKET&quantity=1", "-1101 Duplicate values for a parameter detected."
    ),
    (
      "side=BUY&type=MARKET&quantity=1e3",
      #"-1100 Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\.[0-9]{1,20})?$'."#
    ),
    (
      "side=BUY&type=MARKET&quantity=-1",
      #"-1100 Illegal characters found in parameter 'quantity'; legal range is '^([0-9]{1,20})(\.[0-9]{1,20})?$'."#
    ),
    (
      "side=BUY&type=MARKET&quantity=1&newClientOrderId=a.b",
      "-1100 Illegal characters found in parameter 'newClientOrderId'; legal range is '^[a-zA-Z0-9-_]{1,36}$'."
    ),
    ("side=BUY&type=MARKET&quantity=%zz", "-1100 Illegal characters found in a parameter."),
    (
      "side=BUY&type=MARKET&quantity=1.123456789",
      "-1111 Parameter 'quantity' has too much precision."
    ),
    ("side=BUY&type=LIMIT&timeInForce=XXX&quantity=1&price=9", "-1115 Invalid timeInForce."),
    ("side=BUY&type=NONE&quantity=1", "-1116 Invalid orderType."),
    ("side=HOLD&type=MARKET&quantity=1", "-1117 Invalid side."),
    ("side=BUY&type=MARKET&quantity=1&strategyType=9", "-1134 strategyType was less than 1000000."),
    ("side=BUY&type=MARKET&quantity=0", "-1013 Invalid quantity."),
    ("side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.0", "-1013 Invalid price."),
    ("side=BUY&type=MARKET&quantity=0.000001", "-1013 Filter failure: LOT_SIZE"),
    (
      "side=BUY&type=MARKET&quantity=1&icebergQty=1",
      "-1013 Iceberg orders are not supported for this symbol."
    ),
    (
      "side=SELL&type=STOP_LOSS&quantity=1&trailingDelta=9",
      "-1013 Trailing stop orders are not supported for this symbol."
    ),
    (
      "side=BUY&type=MARKET&quantity=1&selfTradePreventionMode=DECREMENT",
      "-1013 This symbol does not allow the specified self-trade prevention mode."
    ),
    (
      "side=SELL&type=LIMIT&timeInForce=GTC&quantity=51&price=105",
      "-2010 Account has insufficient balance for requested action."
    ),
    ("side=SELL&type=STOP_LOSS&quantity=1&stopPrice=101", "-2010 Order would trigger immediately."),
    (
      "side=SELL&type=LIMIT_MAKER&quantity=1&price=99",
      "-2010 Order would immediately match and take."
    ),
    (
      "side=BUY&type=LIMIT&timeInForce=GTC&quantity=99999999999999&price=9",
      "-1130 Data sent for parameter 'quantity' is not valid."
    ),
    (
      "side=BUY&type=LIMIT&timeInForce=GTC&quantity=90000000000&price=9",
      "-2010 Account has insufficient balance for requested action."
    ),
  ]

  @Test(arguments: orders)
  func `a new order is refused with the exchange's words`(parameters: String, error: String) throws
  {
    var bench = try APIBench()
    let reply = bench.order(parameters)
    #expect(reply?.error == error && reply?.status == 400)
    #expect(bench.session.api.exchange.orders.openIDs(of: 0).isEmpty)
  }

  /// Method, path, parameters, error.
  static let others: [(String, String, String, String)] = [
    ("GET", "/api/v3/order", "symbol=COINUSDT&orderId=99", "-2013 Order does not exist."),
    (
      "GET", "/api/v3/order", "symbol=COINUSDT&orderId=1&origClientOrderId=two",
      "-2039 Client order ID is not correct for this order ID."
    ),
    (
      "GET", "/api/v3/order", "symbol=COINUSDT",
      "-1102 Param 'origClientOrderId' or 'orderId' must be sent, but both were empty/null!"
    ),
    ("GET", "/api/v3/order", "symbol=NONE&orderId=1", "-1121 Invalid symbol."),
    ("DELETE", "/api/v3/order", "symbol=COINUSDT&orderId=99", "-2011 Unknown order sent."),
    (
      "DELETE", "/api/v3/order", "symbol=COINUSDT&orderId=1&cancelRestrictions=X",
      "-1145 Invalid cancelRestrictions"
    ),
    (
      "DELETE", "/api/v3/order",
      "symbol=COINUSDT&orderId=1&cancelRestrictions=ONLY_PARTIALLY_FILLED",
      "-2011 Order was not canceled due to cancel restrictions."
    ),
    ("DELETE", "/api/v3/openOrders", "symbol=BNBUSDT", "-2011 Unknown order sent."),
    (
      "GET", "/api/v3/myTrades", "symbol=COINUSDT&startTime=1&orderId=1",
      "-1128 Combination of optional parameters invalid."
    ),
    (
      "GET", "/api/v3/allOrders", "symbol=COINUSDT&startTime=1&endTime=86400002",
      "-1127 More than 24 hours between startTime and endTime."
    ),
    ("GET", "/api/v3/account", "recvWindow=60001", "-1131 recvWindow must be less than 60000."),
    (
      "GET", "/api/v3/account", "omitZeroBalances=yes",
      "-1130 Data sent for parameter 'omitZeroBalances' is not valid."
    ),
    ("POST", "/api/v3/orderList/oco", "symbol=COINUSDT", "-1020 This operation is not supported."),
    (
      "GET", "/api/v3/klines", "symbol=COINUSDT&interval=2m",
      "-1104 Not all sent parameters were read; read '2' parameter(s) but was sent '4'."
    ),
  ]

  @Test(arguments: others)
  func `what else is asked is refused with the exchange's words`(
    method: String, path: String, parameters: String, error: String
  ) throws {
    var bench = try APIBench()
    #expect(
      bench.order("side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=99&newClientOrderId=one")?
        .error == nil)
    #expect(bench.signed(method, path, parameters)?.error == error)
  }

  @Test(arguments: [
    ("/api/v3/klines", "symbol=COINUSDT&interval=2m", "-1120 Invalid interval."),
    (
      "/api/v3/klines", "interval=1m",
      "-1102 Mandatory parameter 'symbol' was not sent, was empty/null, or malformed."
    ),
    (
      "/api/v3/klines", "symbol=COINUSDT&interval=1m&limit=0",
      "-1130 Data sent for parameter 'limit' is not valid."
    ),
    (
      "/api/v3/depth", "symbol=COINUSDT&limit=x",
      "-1100 Illegal characters found in parameter 'limit'; legal range is '^[0-9]{1,20}$'."
    ),
    (
      "/api/v3/exchangeInfo", "symbol=COINUSDT&symbols=[]",
      "-1128 Combination of optional parameters invalid."
    ),
    ("/api/v3/exchangeInfo", "symbols=%5B%22NONE%22%5D", "-1121 Invalid symbol."),
    ("/api/v3/exchangeInfo", "symbolStatus=X", "-1122 Invalid symbolStatus."),
    ("/api/v3/ticker/24hr", "type=X", "-1139 Invalid ticker type."),
    (
      "/api/v3/referencePrice", "symbol=COINUSDT",
      "-2043 This symbol doesn't have a reference price."
    ),
  ])
  func `public questions too`(path: String, query: String, error: String) throws {
    var bench = try APIBench()
    #expect(bench.send(APIRequest(method: "GET", path: path, query: query))?.reply.error == error)
  }

  @Test func `what is gone is gone, and what never was is not found`() throws {
    var bench = try APIBench()
    for method in ["POST", "PUT", "DELETE"] {
      #expect(
        bench.send(APIRequest(method: method, path: "/api/v3/userDataStream"))?.reply.status == 410)
    }
    #expect(bench.send(APIRequest(method: "GET", path: "/api/v9/none"))?.reply.status == 404)
  }

  @Test(
    arguments: [
      ("MILLISECOND", nil), ("millisecond", nil),
      ("MICROSECOND", "-1020 This operation is not supported."),
      ("x", "-1194 Invalid value for time unit; expected either MICROSECOND or MILLISECOND."),
    ] as [(String, String?)])
  func `times are in milliseconds`(unit: String, error: String?) throws {
    var bench = try APIBench()
    let request = APIRequest(method: "GET", path: "/api/v3/time", timeUnit: unit)
    #expect(bench.send(request)?.reply.error == error)
  }
}
