import SFBinance
import SFCore
import SFExchange
import SFTestSupport
import SFWire
import Testing

/// The WebSocket API: requests, sessions, and what accounts are told.
@Suite struct SocketTests {
  /// A connection, asked by hand.
  struct Socket {
    var bench: APIBench

    init(faults: [String] = []) throws {
      bench = try APIBench(faults: faults)
      #expect(bench.session.open(1, address: "127.0.0.1", at: bench.time) == nil)
    }

    mutating func send(_ text: String) -> JSONValue? {
      let request = APIRequest(message: text, connection: 1, address: "127.0.0.1")
      return bench.send(request)?.reply.json
    }

    mutating func ask(_ method: String, _ params: String = "", signed: Bool = true) -> JSONValue? {
      let all = [
        params,
        signed
          ? #""apiKey":"annKey","timestamp":\#(bench.time.milliseconds),"signature":"ok""# : "",
      ].filter { !$0.isEmpty }.joined(separator: ",")
      return send(#"{"id":7,"method":"\#(method)","params":{\#(all)}}"#)
    }

    /// What was pushed: the events' names and execution types.
    mutating func pushed() -> [String] {
      bench.session.takePushes().map { push in
        let event = push.text["event"]
        return event?["x"]?.string ?? event?["e"]?.string ?? push.text.text
      }
    }
  }

  static let order =
    #""symbol":"COINUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC","quantity":"1","price":"99""#

  @Test func `an answer has the id, and the limits unless they are not wanted`() throws {
    var socket = try Socket()
    let ping = socket.ask("ping", signed: false)
    #expect(ping?["id"] == .number("7") && ping?["status"]?.integer == 200)
    #expect(ping?["result"]?.members?.isEmpty == true)
    let limits = ping?["rateLimits"]?.array
    #expect(limits?.map { $0["rateLimitType"]?.string } == ["REQUEST_WEIGHT"])
    // A connection costs 2, a ping 1.
    #expect(limits?.first?["count"]?.integer == 3)
    #expect(socket.ask("time", #""returnRateLimits":false"#, signed: false)?["rateLimits"] == nil)
    let placed = socket.ask("order.place", Self.order)
    #expect(placed?["result"]?["status"] == .string("NEW"))
    #expect(
      placed?["rateLimits"]?.array?.map { $0["rateLimitType"]?.string } == [
        "ORDERS", "ORDERS", "REQUEST_WEIGHT",
      ])
    #expect(socket.send(#"{"id":"a-B_9","method":"ping"}"#)?["id"] == .string("a-B_9"))
    #expect(socket.send(#"{"id":null,"method":"ping"}"#)?["status"]?.integer == 200)
  }

  @Test(arguments: [
    ("nothing", -1_135), (#"{"id":1}"#, -1_135), (#"{"id":1.5,"method":"ping"}"#, -1_000),
    (#"{"id":"a b","method":"ping"}"#, -1_000), (#"{"id":1,"method":"none"}"#, -1_020),
    (#"{"id":1,"method":"order.amend.keepPriority"}"#, -1_020),
    (#"{"id":1,"method":"account.status","params":{}}"#, -2_014),
    (#"{"id":1,"method":"ping","params":{"a":1}}"#, -1_104),
    (#"{"id":1,"method":"ping","params":[]}"#, -1_135),
    (#"{"id":1,"method":"userDataStream.subscribe"}"#, -2_015),
    (#"{"id":1,"method":"depth","params":{"symbol":"NONE"}}"#, -1_121),
  ])
  func `a message that is none is refused`(text: String, code: Int) throws {
    var socket = try Socket()
    let reply = socket.send(text)
    #expect(reply?["error"]?["code"]?.integer == code && reply?["rateLimits"] != nil)
  }

  @Test func `orders are placed, asked for and canceled`() throws {
    var socket = try Socket()
    _ = socket.ask("order.place", Self.order + #","newClientOrderId":"one""#)
    let name = #""symbol":"COINUSDT","origClientOrderId":"one""#
    #expect(socket.ask("order.status", name)?["result"]?["orderId"]?.integer == 1)
    #expect(socket.ask("openOrders.status")?["result"]?.array?.count == 1)
    #expect(socket.ask("order.cancel", name)?["result"]?["status"] == .string("CANCELED"))
    let again = socket.ask("order.cancel", name)
    #expect(again?["status"]?.integer == 400 && again?["error"]?["code"]?.integer == -2_011)
    #expect(socket.ask("account.status")?["result"]?["uid"]?.integer == 1)
    #expect(socket.ask("myTrades", #""symbol":"COINUSDT""#)?["result"]?.array?.isEmpty == true)
    let symbols = socket.ask("exchangeInfo", #""symbols":["COINUSDT"]"#, signed: false)
    #expect(symbols?["result"]?["symbols"]?.array?.count == 1)
  }

  @Test func `who subscribes is told, in order and behind its number`() throws {
    var socket = try Socket()
    let subscribed = socket.ask("userDataStream.subscribe.signature")
    #expect(subscribed?["result"]?["subscriptionId"]?.integer == 0)
    #expect(
      socket.ask("userDataStream.subscribe.signature")?["error"]?["code"]?.integer == -2_035)
    #expect(socket.ask("session.subscriptions", signed: false)?["result"]?.array?.count == 1)
    _ = socket.ask("order.place", Self.order)
    #expect(socket.pushed() == ["NEW", "outboundAccountPosition"])
    _ = socket.ask("openOrders.cancelAll", #""symbol":"COINUSDT""#)
    let pushes = socket.bench.session.takePushes()
    #expect(pushes.allSatisfy { $0.connection == 1 && $0.text["subscriptionId"]?.integer == 0 })
    let report = pushes.first?.text["event"]
    #expect(report?["x"] == .string("CANCELED") && report?["C"]?.string != report?["c"]?.string)
    #expect(
      socket.ask("userDataStream.unsubscribe", #""subscriptionId":5"#, signed: false)?["error"]?[
        "code"]?.integer == -2_036)
    _ = socket.ask("userDataStream.unsubscribe", signed: false)
    #expect(socket.pushed() == ["eventStreamTerminated"])
    _ = socket.ask("order.place", Self.order)
    #expect(socket.pushed().isEmpty)
  }

  @Test func `a report has the exchange's keys`() throws {
    var socket = try Socket()
    _ = socket.ask("userDataStream.subscribe.signature")
    _ = socket.ask(
      "order.place", #""symbol":"COINUSDT","side":"BUY","type":"MARKET","quantity":"1""#)
    let events = socket.bench.session.takePushes().compactMap { $0.text["event"] }
    #expect(
      events[1].members?.map(\.key).joined(separator: " ")
        == "e E s c S o f q p P F g C x X r i l z L n N T t I w m M O Z Y Q W V")
    #expect(events[1]["n"] == .string("0.00100000") && events[1]["N"] == .string("COIN"))
    #expect(events[0]["t"]?.integer == -1 && events[0]["N"] == .null)
    #expect(events[2]["B"]?.array?.map { $0["a"]?.string } == ["COIN", "USDT"])
  }

  @Test func `a session is one of keys that sign by Ed25519, and needs no signature then`() throws {
    var socket = try Socket()
    #expect(socket.ask("session.logon")?["error"]?["code"]?.integer == -4_056)
    func logged(_ method: String, _ params: String = "") -> JSONValue? {
      socket.send(
        #"{"id":1,"method":"\#(method)","params":{\#(params)"timestamp":\#(socket.bench.time.milliseconds)}}"#
      )
    }
    #expect(logged("account.status")?["error"]?["code"]?.integer == -2_014)
    let logon = logged("session.logon", #""apiKey":"ann25519","signature":"ok","#)
    #expect(logon?["result"]?["apiKey"] == .string("ann25519"))
    #expect(logged("account.status")?["result"]?["uid"]?.integer == 1)
    #expect(
      socket.ask("userDataStream.subscribe", signed: false)?["result"]?["subscriptionId"]?.integer
        == 0)
    #expect(
      socket.ask("session.status", signed: false)?["result"]?["userDataStream"] == .bool(true))
    let out = socket.ask("session.logout", signed: false)
    #expect(out?["result"]?["apiKey"] == .null && socket.pushed() == ["eventStreamTerminated"])
  }

  @Test func `a session whose key is revoked is told`() throws {
    var socket = try Socket(faults: [
      #"{"fault":"revoke","key":"ann25519","at":"2026-01-05T00:01:00.000Z"}"#
    ])
    _ = socket.send(
      #"{"id":1,"method":"session.logon","params":{"apiKey":"ann25519","signature":"ok","timestamp":\#(socket.bench.time.milliseconds)}}"#
    )
    socket.bench.session.advance(to: "2026-01-05T00:01:00.000Z")
    let pushed = socket.bench.session.takePushes().map(\.text.text)
    #expect(pushed.first?.hasPrefix(#"{"id":null,"status":401,"error":{"code":-2015"#) == true)
  }

  @Test(arguments: [
    (#"{"fault":"gap","nth":2}"#, ["NEW", "outboundAccountPosition"]),
    (#"{"fault":"duplicate","nth":2}"#, ["NEW", "TRADE", "TRADE", "outboundAccountPosition"]),
    (#"{"fault":"disorder"}"#, ["TRADE", "NEW", "outboundAccountPosition"]),
  ])
  func `events are lost, doubled and disordered`(fault: String, told: [String]) throws {
    var socket = try Socket(faults: [fault])
    _ = socket.ask("userDataStream.subscribe.signature")
    _ = socket.ask(
      "order.place", #""symbol":"COINUSDT","side":"BUY","type":"MARKET","quantity":"1""#)
    #expect(socket.pushed() == told)
  }

  @Test func `an order is placed in place of another`() throws {
    var socket = try Socket()
    _ = socket.ask("order.place", Self.order)
    func replace(_ id: Int, _ more: String = "", mode: String = "STOP_ON_FAILURE") -> JSONValue? {
      socket.ask(
        "order.cancelReplace",
        Self.order + #","cancelReplaceMode":"\#(mode)","cancelOrderId":\#(id)"# + more)
    }
    let done = replace(1)?["result"]
    #expect(
      done?["cancelResult"] == .string("SUCCESS") && done?["newOrderResult"] == .string("SUCCESS"))
    #expect(done?["cancelResponse"]?["status"] == .string("CANCELED"))
    let id = done?["newOrderResponse"]?["orderId"]?.integer ?? 0
    let stopped = replace(1)
    #expect(stopped?["status"]?.integer == 400 && stopped?["error"]?["code"]?.integer == -2_022)
    #expect(stopped?["error"]?["data"]?["newOrderResult"] == .string("NOT_ATTEMPTED"))
    let half = replace(1, mode: "ALLOW_FAILURE")
    #expect(half?["status"]?.integer == 409 && half?["error"]?["code"]?.integer == -2_021)
    #expect(half?["error"]?["data"]?["newOrderResponse"]?["status"] == .string("NEW"))
    // Rules come before the cancel; the book comes behind it.
    let rules = socket.ask(
      "order.cancelReplace",
      #""symbol":"COINUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC","quantity":"1","#
        + #""price":"99.001","cancelReplaceMode":"STOP_ON_FAILURE","cancelOrderId":\#(id)"#)
    #expect(rules?["error"]?["msg"] == .string("Filter failure: PRICE_FILTER"))
    let taking = socket.ask(
      "order.cancelReplace",
      #""symbol":"COINUSDT","side":"SELL","type":"LIMIT_MAKER","quantity":"1","price":"95","#
        + #""cancelReplaceMode":"STOP_ON_FAILURE","cancelOrderId":\#(id)"#)
    #expect(taking?["error"]?["data"]?["cancelResult"] == .string("SUCCESS"))
    #expect(
      taking?["error"]?["data"]?["newOrderResponse"]?["msg"]
        == .string("Order would immediately match and take."))
  }
}
