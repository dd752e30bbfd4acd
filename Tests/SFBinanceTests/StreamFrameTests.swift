import SFCore
import Testing

import SFBinance

/// Messages of streams as the exchange documents them, and what may come beside them.
@Suite struct StreamFrameTests {
  private func frame(_ text: String) throws(UnreadableAnswer) -> StreamFrame {
    try StreamFrame(Array(text.utf8))
  }

  private static let kline = #"""
    {"stream":"bnbbtc@kline_1m","data":{"e":"kline","E":1672515782136,"s":"BNBBTC","k":{
    "t":1672515780000,"T":1672515839999,"s":"BNBBTC","i":"1m","f":100,"L":200,"o":"0.0010",
    "c":"0.0020","h":"0.0025","l":"0.0015","v":"1000","n":100,"x":CLOSED,"q":"1.0000","V":"500",
    "Q":"0.500","B":"123456"}}}
    """#

  @Test(arguments: [true, false])
  func `a kline, that has closed or not`(isClosed: Bool) throws {
    // The low of the documentation's own example lies above its open.
    let text = Self.kline.split(separator: "CLOSED").joined(separator: "\(isClosed)")
      .split(separator: #""l":"0.0015""#).joined(separator: #""l":"0.0009""#)
    guard case .kline(let symbol, let interval, let kline, let closed) = try frame(text) else {
      Issue.record("no kline")
      return
    }
    #expect(symbol == "BNBBTC" && interval == "1m" && closed == isClosed)
    #expect(kline.openTime == 1_672_515_780_000 && kline.close == Price("0.002"))
    #expect(kline.high == Price("0.0025") && kline.volume == 1_000 && kline.count == 100)
    #expect(kline.takerBuyQuoteVolume == 0.5)
  }

  @Test func `a bar that cannot be is none`() {
    let text = Self.kline.split(separator: "CLOSED").joined(separator: "true")
    #expect(throws: UnreadableAnswer.self) { try frame(text) }
  }

  @Test func `bids and asks have no kind, and are known by their keys`() throws {
    let text = #"""
      {"stream":"bnbusdt@bookTicker","data":{"u":400900217,"s":"BNBUSDT","b":"25.35190000",
      "B":"31.21000000","a":"25.36520000","A":"40.66000000"}}
      """#
    guard case .ticker(let ticker, let update) = try frame(text) else {
      Issue.record("no ticker")
      return
    }
    #expect(ticker.symbol == "BNBUSDT" && ticker.bid == Price("25.3519") && update == 400_900_217)
    #expect(ticker.askQuantity == Quantity("40.66"))
  }

  @Test(arguments: [
    (#"{"e":"serverShutdown","E":1}"#, StreamFrame.shutdown),
    (#"{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1}}"#, .shutdown),
    (#"{"result":null,"id":1}"#, .other),
    (#"{"stream":"x@depth","data":{"e":"depthUpdate","b":[],"a":[]}}"#, .other),
    (#"{"stream":"x@new","data":{"e":"neverHeardOf","k":{}}}"#, .other),
    (#"{"error":{"code":2,"msg":"Invalid request"},"id":1}"#, .refused("Invalid request")),
  ])
  func `what is not known is no error`(text: String, expected: StreamFrame) throws {
    #expect(try frame(text) == expected)
  }

  @Test(arguments: ["", "{", "[1", #"{"data":{"e":"kline"}}"#, #"{"data":{"u":1,"a":"x"}}"#])
  func `what is cut says so`(text: String) {
    #expect(throws: UnreadableAnswer.self) { try frame(text) }
  }

  @Test func `streams have names in small letters`() {
    #expect(Series(symbol: "BTCUSDT", interval: .minute).klineStream == "btcusdt@kline_1m")
    #expect(Symbol("BTCUSDT").tickerStream == "btcusdt@bookTicker")
  }
}
