import Foundation
import SFBinance
import SFCore
import SFExchange
import SFTestSupport
import SFWire
import Testing

/// Requests and messages that are damaged: each gets an answer that is documented, and nobody's
/// money is other than before.
///
/// `SF_FUZZ_ROUNDS` sets how many; a run of 2 000 000 takes minutes.
@Suite struct FuzzTests {
  static let rounds =
    ProcessInfo.processInfo.environment["SF_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 8_000

  static let statuses: Set<Int> = [200, 400, 401, 404, 409, 410, 418, 429]

  static let queries = [
    "symbol=COINUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1.5&price=99.5&newClientOrderId=a",
    "symbol=COINUSDT&side=SELL&type=MARKET&quantity=1&newOrderRespType=RESULT",
    "symbol=COINUSDT&side=BUY&type=MARKET&quoteOrderQty=50", "symbol=COINUSDT&orderId=1",
    "symbol=COINUSDT&origClientOrderId=a&newClientOrderId=b&cancelRestrictions=ONLY_NEW",
    "symbol=COINUSDT&side=SELL&type=STOP_LOSS_LIMIT&timeInForce=GTC&quantity=1&price=90&stopPrice=91",
    "symbol=COINUSDT&interval=1m&startTime=1767571200000&endTime=1767571300000&limit=10",
    "symbols=%5B%22COINUSDT%22%5D", "symbol=COINUSDT&limit=5", "symbol=COINUSDT&fromId=1",
    "symbol=COINUSDT&side=BUY&type=LIMIT_MAKER&quantity=1&price=98&cancelReplaceMode=ALLOW_FAILURE"
      + "&cancelOrderId=1", "",
  ]

  static let values = [
    "", "0", "-1", "1e5", "9223372036854775807", "99999999999999999999", "0.00000001",
    "1.000000001",
    "NaN", "%00", "%F0%9F%98%80", "[]", "null", "true", "1767571200000", "00000000000000000001.5",
    "COINUSDT", "BNBUSDT", "BUY", "SELL", "LIMIT", "MARKET", "GTC", "FOK", "1M", "1w", "+08:00",
    "92233720368.54775807", "46116860413", "0.5",
  ]

  static let endpoints: [(String, String)] = [
    ("POST", "/api/v3/order"), ("POST", "/api/v3/order/test"), ("GET", "/api/v3/order"),
    ("DELETE", "/api/v3/order"), ("POST", "/api/v3/order/cancelReplace"),
    ("GET", "/api/v3/openOrders"), ("DELETE", "/api/v3/openOrders"), ("GET", "/api/v3/allOrders"),
    ("GET", "/api/v3/myTrades"), ("GET", "/api/v3/account"), ("GET", "/api/v3/klines"),
    ("GET", "/api/v3/depth"), ("GET", "/api/v3/aggTrades"), ("GET", "/api/v3/exchangeInfo"),
    ("GET", "/api/v3/ticker/24hr"), ("GET", "/api/v3/trades"), ("GET", "/api/v3/avgPrice"),
    ("GET", "/api/v3/myFilters"), ("PUT", "/api/v3/order"), ("GET", "/"), ("GET", ""),
  ]

  static let methods = [
    "order.place", "order.cancel", "order.cancelReplace", "order.status", "klines", "depth",
    "exchangeInfo", "account.status", "myTrades", "session.logon", "session.logout",
    "userDataStream.subscribe.signature", "userDataStream.unsubscribe", "none",
  ]

  private func loose() -> (APISettings, SpotSettings) {
    var (api, engine) = (APISettings(), SpotSettings())
    api.weight = .max / 2
    api.requests = .max / 2
    engine.ordersPer10Seconds = .max / 2
    engine.ordersPerDay = .max / 2
    return (api, engine)
  }

  private func check(_ bench: APIBench, _ before: [Int128], _ place: String) {
    let ledger = bench.session.api.exchange.ledger
    #expect(ledger.assets.indices.map(ledger.total) == before, "\(place)")
    for account in ledger.accounts {
      #expect(account.balances.allSatisfy { $0.free >= .zero && $0.locked >= .zero }, "\(place)")
    }
  }

  @Test func `damaged requests are answered as documented`() throws {
    let settings = loose()
    var bench = try APIBench(settings: settings.0, orders: settings.1)
    let ledger = bench.session.api.exchange.ledger
    let totals = ledger.assets.indices.map(ledger.total)
    var draws = SeededGenerator(seed: 11)
    var statuses: Set<Int> = []
    for round in 0..<Self.rounds {
      let (method, path) = Self.endpoints[Int(draws.next() % UInt64(Self.endpoints.count))]
      let query = damaged(&draws) + "&timestamp=\(bench.time.milliseconds)&signature=ok"
      let isBody = method == "POST" && draws.next() % 4 != 0
      let answered = bench.send(
        APIRequest(
          method: method, path: path, query: isBody ? "" : query, body: isBody ? query : "",
          key: draws.next() % 20 == 0 ? "x y" : APIBench.key))
      let reply = try #require(answered?.reply)
      statuses.insert(reply.status)
      #expect(Self.statuses.contains(reply.status), "\(method) \(path) \(query)")
      if reply.status == 400 { #expect(reply.error != nil, "\(method) \(path) \(query)") }
      if !reply.isHTML { #expect(reply.json != nil, "\(method) \(path) \(query)") }
      if round % 16 == 0 { check(bench, totals, query) }
      _ = bench.session.takePushes()
    }
    #expect(statuses.isSuperset(of: [200, 400, 404]))
  }

  @Test func `damaged messages are answered as documented`() throws {
    let settings = loose()
    var bench = try APIBench(settings: settings.0, orders: settings.1)
    let ledger = bench.session.api.exchange.ledger
    let totals = ledger.assets.indices.map(ledger.total)
    #expect(bench.session.open(1, address: "127.0.0.1", at: bench.time) == nil)
    bench.session.openStream(2, ["coinusdt@kline_1m"], isCombined: true, at: bench.time)
    var draws = SeededGenerator(seed: 12)
    for round in 0..<Self.rounds {
      let text = message(&draws, at: bench.time)
      let reply = bench.send(APIRequest(message: text, connection: 1, address: "127.0.0.1"))?.reply
      #expect(Self.statuses.contains(reply?.status ?? 0), "\(text)")
      #expect(reply?.json?["status"]?.integer == reply?.status, "\(text)")
      // A flood is cut off, and that is an answer, too.
      _ = bench.session.answer(stream: text, 2, at: bench.time)
      _ = bench.session.takeFrames()
      _ = bench.session.takePushes()
      if round % 16 == 0 { check(bench, totals, text) }
    }
  }

  /// A query with some of its parts lost, doubled, given other values, or other bytes.
  private func damaged(_ draws: inout SeededGenerator) -> String {
    func pick<Value>(_ list: [Value]) -> Value { list[Int(draws.next() % UInt64(list.count))] }
    var parts = pick(Self.queries).split(separator: "&").map(String.init)
    for _ in 0..<(draws.next() % 3) where !parts.isEmpty {
      let place = Int(draws.next() % UInt64(parts.count))
      switch draws.next() % 5 {
      case 0: parts.remove(at: place)
      case 1: parts.append(parts[place])
      case 2, 3:
        parts[place] = (parts[place].split(separator: "=").first ?? "") + "=" + pick(Self.values)
      default:
        var bytes = Array(parts[place].utf8)
        bytes[Int(draws.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: draws.next())
        parts[place] = String(decoding: bytes, as: UTF8.self)
      }
    }
    return parts.joined(separator: "&")
  }

  private func message(_ draws: inout SeededGenerator, at time: Timestamp) -> String {
    let params = damaged(&draws).split(separator: "&").map { part in
      let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
      return "\((sides.first ?? "").jsonQuoted):\((sides.count == 2 ? sides[1] : "").jsonQuoted)"
    }
    let signed = [
      #""apiKey":"annKey""#, #""timestamp":\#(time.milliseconds + 1)"#, #""signature":"ok""#,
    ]
    let method = Self.methods[Int(draws.next() % UInt64(Self.methods.count))]
    let text =
      #"{"id":\#(draws.next() % 100),"method":"\#(method)","params":{"#
      + (params + signed).joined(separator: ",") + "}}"
    guard draws.next() % 4 == 0 else { return text }
    var bytes = Array(text.utf8)
    let place = Int(draws.next() % UInt64(bytes.count))
    if draws.next() % 2 == 0 {
      bytes[place] = UInt8(truncatingIfNeeded: draws.next())
    } else {
      bytes.removeLast(place)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
