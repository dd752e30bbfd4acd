import SFBinance
import SFCore
import SFExchange
import SFTestSupport
import SFWire
import Testing

/// The menu of faults: what the client sees, and what was done.
@Suite struct FaultTests {
  static let order = "side=BUY&type=MARKET&quantity=1"

  /// A fault, the status and the delivery that the client sees, the error, and how many orders were
  /// done.
  static let rows: [(String, Int, Delivery, String?, Int)] = [
    (#"{"fault":"drop"}"#, 200, .none, nil, 0),
    (#"{"fault":"execute_then_drop"}"#, 200, .none, nil, 1),
    (#"{"fault":"slow_reply","ms":700}"#, 200, .late(700), nil, 1),
    (#"{"fault":"html","status":502}"#, 502, .whole, nil, 0),
    (#"{"fault":"html","status":503,"executed":true}"#, 503, .whole, nil, 1),
    (
      #"{"fault":"error","code":-1007,"executed":true}"#, 504, .whole,
      "-1007 Timeout waiting for response from backend server. Send status unknown; execution status unknown.",
      1
    ),
    (
      #"{"fault":"error","code":-1006}"#, 500, .whole,
      "-1006 An unexpected response was received from the message bus. Execution status unknown.", 0
    ),
    (
      #"{"fault":"error","code":-1001}"#, 500, .whole,
      "-1001 Internal error; unable to process your request. Please try again.", 0
    ),
    (
      #"{"fault":"error","code":-1008}"#, 503, .whole,
      "-1008 Server is currently overloaded with other requests. Please try again in a few minutes.",
      0
    ),
    (
      #"{"fault":"error","code":-1016}"#, 503, .whole, "-1016 This service is no longer available.",
      0
    ),
    (
      #"{"fault":"error","code":-1000}"#, 500, .whole,
      "-1000 An unknown error occurred while processing the request.", 0
    ),
    (#"{"fault":"truncated"}"#, 200, .whole, nil, 1),
  ]

  @Test(arguments: rows)
  func `a request meets its fault`(
    fault: String, status: Int, delivery: Delivery, error: String?, done: Int
  ) throws {
    var bench = try APIBench(faults: [fault])
    let body = "symbol=COINUSDT&\(Self.order)&timestamp=\(bench.time.milliseconds)&signature=ok"
    let answered = bench.send(
      APIRequest(method: "POST", path: "/api/v3/order", body: body, key: APIBench.key))
    #expect(answered?.reply.status == status && answered?.delivery == delivery)
    #expect(answered?.reply.error == error)
    #expect(bench.session.api.exchange.orders.allOrders(of: 0, market: 0).count == done)
    #expect(bench.session.api.faults.entries.map(\.count) == [1])
    // Once, where it does not say how often.
    #expect(bench.order(Self.order)?.status == 200)
  }

  @Test func `who is turned away comes back later`() throws {
    var bench = try APIBench(faults: [
      #"{"fault":"limited","seconds":7}"#, #"{"fault":"banned","seconds":60,"nth":3}"#,
    ])
    let limited = bench.order(Self.order)
    #expect(limited?.status == 429)
    #expect(limited?.headers.first { $0.name == "Retry-After" }?.value == "7")
    #expect(bench.order(Self.order)?.status == 200)
    #expect(bench.order(Self.order)?.status == 418)
    #expect(bench.order(Self.order)?.status == 418)
    bench.time = bench.time + 61_000
    #expect(bench.order(Self.order)?.status == 200)
  }

  @Test func `a rule says which requests, from which on, and how often`() throws {
    var bench = try APIBench(faults: [
      #"{"fault":"html","status":502,"method":"POST","path":"/api/v3/order","client_id":"sf","nth":2,"times":2}"#
    ])
    func send(_ id: String) -> Int? { bench.order(Self.order + "&newClientOrderId=\(id)")?.status }
    #expect(send("xa") == 200 && send("sfa") == 200 && send("sfb") == 502 && send("xb") == 200)
    #expect(send("sfc") == 502 && send("sfd") == 200)
    #expect(bench.signed("GET", "/api/v3/account")?.status == 200)
  }

  @Test func `a fault of used connections leaves the first request of one alone`() throws {
    var bench = try APIBench(faults: [#"{"fault":"execute_then_drop","reused":true}"#])
    var request = APIRequest(method: "GET", path: "/api/v3/ping")
    #expect(bench.send(request)?.delivery == .whole)
    request.isOnUsedConnection = true
    #expect(bench.send(request)?.delivery == Delivery.none)
  }

  @Test func `chance comes from the seed`() throws {
    func pattern() throws -> [Int?] {
      var bench = try APIBench(faults: [#"{"fault":"html","status":502,"probability":0.5}"#])
      return (0..<40).map { _ in
        bench.send(APIRequest(method: "GET", path: "/api/v3/ping"))?.reply.status
      }
    }
    let once = try pattern()
    #expect(try once == pattern() && once.contains(502) && once.contains(200))
  }

  @Test func `an order that was just placed is not found for a while`() throws {
    var bench = try APIBench(faults: [#"{"fault":"lag","ms":500}"#])
    _ = bench.order("side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=90")
    let path = "/api/v3/order"
    #expect(
      bench.signed("GET", path, "symbol=COINUSDT&orderId=1")?.error == "-2013 Order does not exist."
    )
    #expect(bench.signed("GET", "/api/v3/openOrders")?.json?.array?.isEmpty == true)
    bench.time = bench.time + 500
    #expect(bench.signed("GET", path, "symbol=COINUSDT&orderId=1")?.error == nil)
  }

  @Test func `what happens behind the client's back happens at its time`() throws {
    let at = #""at":"2026-01-05T00:01:00.000Z""#
    var bench = try APIBench(faults: [
      #"{"fault":"status","symbol":"COINUSDT","status":"HALT",\#(at)}"#,
      #"{"fault":"deposit","account":"ann","asset":"COIN","amount":"-7",\#(at)}"#,
      #"{"fault":"order","account":"bob","symbol":"BNBUSDT","side":"BUY","quantity":"1","price":"400",\#(at)}"#,
      #"{"fault":"filters","symbol":"BNBUSDT","filters":[{"filterType":"PRICE_FILTER","minPrice":"1","maxPrice":"2","tickSize":"1"}],\#(at)}"#,
      #"{"fault":"revoke","key":"annReads",\#(at)}"#,
    ])
    #expect(bench.order(Self.order)?.status == 200)
    bench.session.advance(to: "2026-01-05T00:01:00.000Z")
    #expect(bench.session.takeHappened().allSatisfy { $0.failure == nil })
    bench.time = bench.session.time
    #expect(bench.order(Self.order)?.error == "-1013 Market is closed.")
    let exchange = bench.session.api.exchange
    #expect(exchange.ledger.balance(0, 0).free == 43.999)
    #expect(exchange.orders.openOrders(of: 1).map(\.price) == [400])
    #expect(exchange.orders.openOrders(of: 1).allSatisfy { $0.clientID.hasPrefix("web_") })
    #expect(exchange.markets[1].rules.priceFilter?.maxPrice == 2)
    #expect(
      bench.signed("GET", "/api/v3/account", key: APIBench.readOnly)?.error?.hasPrefix("-2015")
        == true)
  }

  @Test func `a reset and an end of all orders`() throws {
    var bench = try APIBench(faults: [
      #"{"fault":"expire_all","symbol":"COINUSDT","at":"2026-01-05T00:01:00.000Z"}"#,
      #"{"fault":"reset","at":"2026-01-05T00:02:00.000Z"}"#,
    ])
    _ = bench.order("side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=90")
    bench.session.advance(to: "2026-01-05T00:01:00.000Z")
    bench.time = bench.session.time
    let order = bench.signed("GET", "/api/v3/order", "symbol=COINUSDT&orderId=1")?.json
    #expect(order?["expiryReason"] == .string("EXCHANGE_CANCELED"))
    bench.session.advance(to: "2026-01-05T00:02:00.000Z")
    bench.time = bench.session.time
    #expect(
      bench.signed("GET", "/api/v3/order", "symbol=COINUSDT&orderId=1")?.error
        == "-2013 Order does not exist.")
  }

  @Test(arguments: [
    ("{}", "found no 'fault', expected one, such as delay"),
    (#"{"fault":"none"}"#, "found the fault 'none', the nearest are drop html cut"),
    (#"{"fault":"delay"}"#, "found no 'ms' of delay, expected it"),
    (#"{"fault":"drop","seconds":1}"#, "found the key 'seconds' of drop, the nearest are "),
    (#"{"fault":"drop","nth":0}"#, "found 0 as 'nth', expected a whole number above 0"),
    (#"{"fault":"drop","probability":2}"#, "found 2 as 'probability', expected 0 to 1"),
    (#"{"fault":"drop","at":"now"}"#, #"found "now" as 'at', expected a time such as"#),
  ])
  func `a line that cannot be honored is said`(line: String, reason: String) throws {
    let error = #expect(throws: FaultError.self) {
      try FaultRule(JSONValue(text: Array(line.utf8)))
    }
    #expect(error?.reason.hasPrefix(reason) == true, "\(error?.reason ?? "")")
  }

  @Test(arguments: [
    (
      #"{"fault":"deposit","account":"eve","asset":"COIN","amount":"1"}"#,
      "found no account 'eve', expected ann, bob"
    ),
    (#"{"fault":"deposit","account":"ann","asset":"NONE","amount":"1"}"#, "found no asset 'NONE'"),
    (
      #"{"fault":"deposit","account":"ann","asset":"COIN","amount":"x"}"#,
      "found \"x\" as 'amount', expected a decimal of eight places"
    ),
    (
      #"{"fault":"status","symbol":"COINUSDT","status":"X"}"#,
      "found 'X' as 'status', expected a status of a symbol"
    ),
    (#"{"fault":"status","symbol":"NONE","status":"HALT"}"#, "Invalid symbol."),
    (
      #"{"fault":"order","account":"ann","symbol":"COINUSDT","side":"SELL","quantity":"51"}"#,
      "Account has insufficient balance for requested action."
    ),
  ])
  func `what cannot be done is said when it is due`(line: String, reason: String) throws {
    var bench = try APIBench(faults: [line])
    bench.session.advance(to: bench.time)
    #expect(bench.session.takeHappened().map(\.failure) == [reason])
  }
}
