import SFBinance
import SFCore
import SFExchange
import SFTestSupport
import SFWire
import Testing

/// The streams of the market: what is subscribed to, and what is sent of it.
@Suite struct StreamTests {
  /// A connection of the streams, in front of the small exchange.
  struct Stream {
    var bench: APIBench

    init(_ names: String..., isCombined: Bool = false, faults: [String] = []) throws {
      bench = try APIBench(faults: faults)
      bench.session.openStream(1, names, isCombined: isCombined, at: bench.time)
    }

    mutating func say(_ text: String) -> String? {
      bench.time = bench.time + 300
      return bench.session.answer(stream: text, 1, at: bench.time)?.text
    }

    mutating func print(_ price: Price, after milliseconds: Int64) {
      bench.time = bench.time + milliseconds
      bench.session.take(
        .traded(TapePrint(time: bench.time, price: price, quantity: 1, isTakerBuy: true), market: 0)
      )
    }

    mutating func frames() -> [JSONValue] {
      bench.session.advance(to: bench.time)
      return bench.session.takeFrames().map(\.text)
    }
  }

  @Test func `prints are sent as they come, by their numbers`() throws {
    var stream = try Stream("coinusdt@trade", "coinusdt@aggTrade")
    #expect(stream.frames().isEmpty)
    stream.print(101, after: 10)
    stream.print(102, after: 10)
    let frames = stream.frames()
    #expect(frames.map { $0["e"]?.string } == ["trade", "trade", "aggTrade", "aggTrade"])
    #expect(
      frames.map { $0["p"]?.string } == [
        "101.00000000", "102.00000000", "101.00000000", "102.00000000",
      ])
    #expect(frames[1]["t"]?.integer == (frames[0]["t"]?.integer ?? 0) + 1)
    #expect(
      frames[0].members?.map(\.key).joined(separator: " ") == "e E s t p q T m M")
    #expect(stream.frames().isEmpty)
  }

  @Test func `best prices are sent when they change`() throws {
    var stream = try Stream("coinusdt@bookTicker", isCombined: true)
    let first = stream.frames()
    #expect(first.count == 1 && first[0]["stream"] == .string("coinusdt@bookTicker"))
    #expect(first[0]["data"]?["b"] == .string("99.99000000"))
    #expect(stream.frames().isEmpty)
    let before = first[0]["data"]?["u"]?.integer ?? 0
    _ = stream.bench.order("side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=100")
    let next = stream.frames()
    #expect(next.map { $0["data"]?["b"] } == [.string("100.00000000")])
    #expect((next[0]["data"]?["u"]?.integer ?? 0) > before)
  }

  /// Every kline ends once, also one without prints; the open one comes every two seconds.
  @Test func `klines end once each, and go on in between`() throws {
    var stream = try Stream("coinusdt@kline_1m")
    var ended: [Int] = []
    var open = 0
    for step in 0..<300 {
      let price = Price(units: 10_000_000_000 + Int64(step) * 1_000_000)
      if step % 50 == 7 { stream.print(price, after: 1) }
      stream.bench.time = stream.bench.time + 1_000
      for frame in stream.frames() {
        let kline = frame["k"]
        if kline?["x"] == .bool(true) { ended.append(kline?["t"]?.integer ?? 0) } else { open += 1 }
      }
    }
    #expect(ended.count == 5 && ended == ended.sorted())
    #expect(zip(ended, ended.dropFirst()).allSatisfy { $1 - $0 == 60_000 })
    #expect((145...155).contains(open), "\(open)")
  }

  @Test func `several klines that ended in between are all sent`() throws {
    var stream = try Stream("coinusdt@kline_1m")
    _ = stream.frames()
    stream.bench.time = stream.bench.time + 600_000
    let frames = stream.frames()
    #expect(frames.count { $0["k"]?["x"] == .bool(true) } == 10)
    #expect(frames.last?["k"]?["x"] == .bool(false))
    #expect(
      frames[0]["k"]?.members?.map(\.key).joined(separator: " ")
        == "t T s i f L o c h l v n x q V Q B")
  }

  @Test func `the end of a kline can be missed, and streams can stall`() throws {
    var stream = try Stream(
      "coinusdt@kline_1m",
      faults: [
        #"{"fault":"missed_close","nth":2}"#,
        #"{"fault":"stall","ms":300000,"at":"2026-01-05T00:10:00.000Z"}"#,
      ])
    _ = stream.frames()
    stream.bench.time = "2026-01-05T00:05:00.000Z"
    let ended = stream.frames().filter { $0["k"]?["x"] == .bool(true) }
    #expect(ended.count == 4)
    stream.bench.time = "2026-01-05T00:10:00.000Z"
    #expect(stream.frames().isEmpty)
    stream.bench.time = "2026-01-05T00:14:59.000Z"
    #expect(stream.frames().isEmpty)
    stream.bench.time = "2026-01-05T00:15:00.000Z"
    #expect(!stream.frames().isEmpty)
  }

  @Test func `a server that ends says so`() throws {
    var stream = try Stream(
      "coinusdt@trade", isCombined: true,
      faults: [#"{"fault":"shutdown","at":"2026-01-05T00:01:00.000Z"}"#])
    #expect(stream.bench.session.open(2, address: "127.0.0.1", at: stream.bench.time) == nil)
    stream.bench.session.advance(to: "2026-01-05T00:01:00.000Z")
    let pushes = stream.bench.session.takePushes()
    #expect(pushes.map(\.connection) == [2, 1])
    #expect(pushes[0].text["event"]?["e"] == .string("serverShutdown"))
    #expect(pushes[1].text["stream"] == .string("!serverShutdown"))
    #expect(stream.bench.session.takeShutdown() && !stream.bench.session.takeShutdown())
  }

  @Test func `subscriptions come and go by messages`() throws {
    var stream = try Stream("0")
    #expect(
      stream.say(#"{"method":"SUBSCRIBE","params":["coinusdt@trade","bnbusdt@ticker"],"id":1}"#)
        == #"{"result":null,"id":1}"#)
    #expect(
      stream.say(#"{"method":"LIST_SUBSCRIPTIONS","id":"a-b"}"#)
        == #"{"result":["coinusdt@trade","bnbusdt@ticker"],"id":"a-b"}"#)
    #expect(stream.frames().map { $0["e"]?.string } == ["24hrTicker"])
    #expect(
      stream.say(#"{"method":"UNSUBSCRIBE","params":["bnbusdt@ticker"],"id":9007199254740993}"#)
        == #"{"result":null,"id":9007199254740993}"#)
    #expect(
      stream.say(#"{"method":"SET_PROPERTY","params":["combined",true],"id":3}"#)
        == #"{"result":null,"id":3}"#)
    #expect(
      stream.say(#"{"method":"GET_PROPERTY","params":["combined"],"id":4}"#)
        == #"{"result":true,"id":4}"#)
    stream.print(101, after: 1)
    #expect(stream.frames().map { $0["stream"]?.string } == ["coinusdt@trade"])
    #expect(stream.say("{")?.hasPrefix(#"{"error":{"code":2"#) == true)
    let depth = stream.say(#"{"method":"SUBSCRIBE","params":["coinusdt@depth"],"id":5}"#)
    #expect(depth?.contains("unsupported stream 'coinusdt@depth'") == true)
  }

  @Test func `who sends more than five messages a second is cut off`() throws {
    var stream = try Stream("0")
    let list = #"{"method":"LIST_SUBSCRIPTIONS","id":1}"#
    let answers = (0..<6).map { _ in
      stream.bench.session.answer(stream: list, 1, at: stream.bench.time)
    }
    #expect(answers[4] != nil && answers[5] == nil)
  }

  @Test(arguments: [
    "", "@", "coinusdt", "@trade", "coinusdt@kline_2m", "coinusdt@kline_1m@+09:00",
    "coinusdt@depth",
    "coinusdt@trade@1", "!miniTicker@arr",
  ])
  func `what is no stream is none`(text: String) { #expect(StreamName(text) == nil) }
}
