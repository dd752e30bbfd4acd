import SFBinance
import SFCore
import SFExchange
import SFTestSupport
import Testing

/// Keys, times and signatures.
@Suite struct SecurityTests {
  private func account(
    _ bench: inout APIBench, key: String? = APIBench.key, at offset: Int64 = 0,
    window: String? = nil, signature: String? = "ok"
  ) -> String? {
    var query = "timestamp=\(bench.time.milliseconds + 1 + offset)"
    if let window { query += "&recvWindow=\(window)" }
    if let signature { query += "&signature=\(signature)" }
    let reply = bench.send(
      APIRequest(method: "GET", path: "/api/v3/account", query: query, key: key))?.reply
    return reply?.error
  }

  @Test func `a request holds from a second ahead to its window behind`() throws {
    var bench = try APIBench()
    let ahead = "-1021 Timestamp for this request was 1000ms ahead of the server's time."
    let outside = "-1021 Timestamp for this request is outside of the recvWindow."
    #expect(account(&bench, at: 999) == nil)
    #expect(account(&bench, at: 1_000) == ahead)
    #expect(account(&bench, at: -5_000) == nil)
    #expect(account(&bench, at: -5_001) == outside)
    #expect(account(&bench, at: -60_000, window: "60000") == nil)
    #expect(account(&bench, at: -10, window: "9.999") == outside)
    #expect(account(&bench, at: -10, window: "10.001") == nil)
    #expect(
      account(&bench, window: "1.0001") == "-1111 Parameter 'recvWindow' has too much precision.")
  }

  @Test func `keys and signatures must be right`() throws {
    var bench = try APIBench()
    let rejected = "-2015 Invalid API-key, IP, or permissions for action."
    #expect(account(&bench, key: nil) == "-2014 API-key format invalid.")
    #expect(account(&bench, key: "a b") == "-2014 API-key format invalid.")
    #expect(account(&bench, key: "nobody") == rejected)
    #expect(account(&bench, signature: "no") == "-1022 Signature for this request is not valid.")
    #expect(
      account(&bench, signature: nil)
        == "-1102 Mandatory parameter 'signature' was not sent, was empty/null, or malformed.")
    let order = "symbol=COINUSDT&side=BUY&type=MARKET&quantity=1"
    let reply = bench.signed("POST", "/api/v3/order", order, key: APIBench.readOnly)
    #expect(reply?.error == rejected && reply?.status == 401)
    #expect(account(&bench, key: APIBench.readOnly) == nil)
  }

  /// A request that a fault holds back is too old when it reaches the engine, and counts.
  @Test func `a request is checked again before the engine`() throws {
    var bench = try APIBench(
      faults: [#"{"fault":"delay","ms":6000,"path":"/api/v3/order","method":"POST"}"#])
    #expect(bench.order("side=BUY&type=MARKET&quantity=1") == nil)
    bench.session.advance(to: bench.time + 7_000)
    let late = bench.session.takeAnswers().last?.answered.reply
    #expect(late?.error == "-1021 Timestamp for this request is outside of the recvWindow.")
  }

  @Test func `a clock that jumped is what clients are held against`() throws {
    var bench = try APIBench(faults: [#"{"fault":"clock","ms":10000}"#])
    #expect(account(&bench) == "-1021 Timestamp for this request is outside of the recvWindow.")
    let time = try bench.get("/api/v3/time")["serverTime"]?.integer
    #expect(time.map(Int64.init) == bench.time.milliseconds + 10_000)
    #expect(account(&bench, at: 10_000) == nil)
  }

  @Test func `what stands in query and body is the query's`() throws {
    var bench = try APIBench()
    let request = APIRequest(
      method: "POST", path: "/api/v3/order", query: "symbol=COINUSDT&quantity=2",
      body: "quantity=1&side=BUY&type=MARKET&timestamp=\(bench.time.milliseconds)&signature=ok",
      key: APIBench.key)
    #expect(bench.send(request)?.reply.json?["origQty"] == .string("2.00000000"))
  }

  @Test func `weight is counted, given back for what is done, and has an end`() throws {
    var settings = APISettings()
    settings.weight = 50
    var bench = try APIBench(settings: settings)
    func used(_ reply: APIReply?) -> String? {
      reply?.headers.first { $0.name == "X-MBX-USED-WEIGHT-1M" }?.value
    }
    #expect(used(bench.signed("GET", "/api/v3/account")) == "20")
    let order = bench.order("side=BUY&type=MARKET&quantity=1")
    #expect(used(order) == "20")
    #expect(order?.headers.last == .some(.init(name: "X-MBX-ORDER-COUNT-1D", value: "0")))
    #expect(used(bench.order("side=BUY&type=MARKET&quantity=0")) == "21")
    #expect(used(bench.signed("GET", "/api/v3/account")) == "41")
    let full = bench.signed("GET", "/api/v3/account")
    #expect(full?.status == 429 && full?.error?.hasPrefix("-1003 Too much request weight") == true)
    #expect(full?.headers.contains { $0.name == "Retry-After" } == true)
    // Who does not stop is banned.
    for _ in 0..<10 { _ = bench.signed("GET", "/api/v3/account") }
    let banned = bench.signed("GET", "/api/v3/account")
    #expect(banned?.status == 418 && banned?.error?.contains("IP banned until") == true)
    #expect(
      bench.send(APIRequest(address: "10.0.0.9", method: "GET", path: "/api/v3/ping"))?.reply.status
        == 200)
    bench.time = bench.time + 600_000
    #expect(bench.signed("GET", "/api/v3/account")?.status == 200)
  }
}
