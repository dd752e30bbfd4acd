import SFBinanceREST
import SFCore
import SFFeeds
import SFHTTP
import SFRun
import SFTestSupport
import Testing

/// What is asked of Binance and what becomes of its answers, on a clock that nobody waits for.
@Suite struct BinanceServerTests {
  private let clock = VirtualClock("2026-01-05T00:00:00.000Z")
  private static let row = #"["1","2","1","2","3",0,"4",5,"6","7","0"]"#

  private func server(
    retries: Int = 2, _ answer: @escaping (String) -> HTTPAnswer
  ) -> (server: BinanceServer, carrier: ScriptedCarrier) {
    let carrier = ScriptedCarrier(clock) { .success(answer($0.url)) }
    let policy = Courier.Policy(backoff: Backoff(first: 100, retries: retries))
    let courier = Courier(carrier, BinanceRules(), policy, clock)
    let server = BinanceServer(
      courier, base: "http://exchange//", atOnce: 2, timeLimit: 1_000, clock)
    return (server, carrier)
  }

  /// An exchange whose clock is 5 s ahead, and which has a bar wherever it is asked for one.
  private func honest(_ url: String) -> HTTPAnswer {
    if url.hasSuffix("/time") {
      return .plain(200, "{\"serverTime\":\(clock.time.milliseconds + 5_000)}")
    }
    if url.contains("/exchangeInfo") {
      return .plain(
        200,
        #"{"rateLimits":[{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"#
          + #""limit":6000}],"symbols":[]}"#)
    }
    let open = url.split(separator: "startTime=")[1].prefix { $0.isNumber }
    return .plain(200, "[[\(open),\(Self.row.dropFirst())]")
  }

  private func paths(_ carrier: ScriptedCarrier) -> [String] {
    carrier.asked.map { question in
      String(question.url.dropFirst("http://exchange/api/v3/".count).prefix { $0 != "?" })
    }
  }

  @Test func `meets the exchange: its time, then its limits`() throws {
    let (server, carrier) = server(honest)
    #expect(try server.meet(["BTCUSDT"]))
    #expect(paths(carrier) == ["time", "exchangeInfo"])
    #expect(server.offset == 5_000 && server.time == clock.time.milliseconds + 5_000)
    #expect(server.moment(at: server.time + 250) == clock.now + .milliseconds(250))
  }

  @Test func `bars come with the tag of their question`() throws {
    let (server, _) = server(honest)
    _ = try server.meet(["BTCUSDT"])
    let series = Series(symbol: "BTCUSDT", interval: .minute)
    let begin = clock.time.milliseconds
    let tags = [0, 60_000].map { server.ask(series, TimeRange(begin + $0, begin + $0 + 60_000)) }
    #expect(!server.takesMore)
    for (tag, open) in zip(tags, [begin, begin + 60_000]) {
      let answer = try #require(try server.next(until: .never))
      #expect(answer.tag == tag && answer.bars.map(\.openTime) == [open])
      #expect(answer.bars.first?.bar.volume == 3)
      #expect(answer.bars.first?.fields.map(\.value) == [4, 6, 7, 5])
    }
    #expect(server.takesMore)
  }

  /// A machine's clock keeps the exchange's time for so long.
  @Test func `the time is asked for again every ten minutes`() throws {
    let (server, carrier) = server(honest)
    _ = try server.meet(["BTCUSDT"])
    let deadline = clock.now + .seconds(1_500)
    #expect(try server.next(until: deadline)?.tag == nil)
    #expect(clock.now == deadline)
    #expect(paths(carrier) == ["time", "exchangeInfo", "time", "time"])
    #expect(carrier.asked.map { $0.moment.nanoseconds / 1_000_000_000 } == [0, 0, 600, 1_200])
  }

  @Test func `what cannot be read is asked for again, and then given up`() throws {
    let (wrong, carrier) = server { url in
      url.hasSuffix("/time") ? .plain(200, "{\"serverTime\":\(Int.max)}") : honest(url)
    }
    let error = #expect(throws: HostError.self) { try wrong.meet(["BTCUSDT"]) }
    #expect(error?.exitStatus == .badData)
    #expect(error?.message.contains("tried 3 times: found '{\"serverTime\":") == true)
    #expect(paths(carrier) == ["time", "time", "time"])
    let (without, _) = server { url in
      url.contains("/exchangeInfo") ? .plain(200, "{}") : honest(url)
    }
    let other = #expect(throws: HostError.self) { try without.meet(["BTCUSDT"]) }
    #expect(other?.message.contains("expected the limit of the weight a minute") == true)
  }

  @Test func `a host without these endpoints is no Binance`() throws {
    let (server, _) = server { _ in .plain(404, "<html>") }
    let error = #expect(throws: HostError.self) { try server.meet(["BTCUSDT"]) }
    #expect(error?.message == "http://exchange has no such endpoint: it is no Binance")
  }

  @Test func `says the pages of a span`() {
    let series = Series(symbol: "A", interval: .minute)
    let pages = BinanceServer.pages("http://x", series, TimeRange(0, 90_000_000))
    #expect(
      pages.count == 2 && pages[1].hasSuffix("startTime=60000000&endTime=89999999&limit=1000"))
  }
}
