import Foundation
import SFCore
import SFIngest
import SFTestSupport
import SFTransport
import Testing

/// Bars that are made of trades.
@Suite struct PrintRowsTests {
  private static func message(_ trade: Trade, id: Int) -> String {
    #"{"e":"trade","E":1,"s":"\#(trade.symbol)","t":\#(id),"p":"\#(trade.price)","#
      + #""q":"\#(trade.quantity)","T":\#(trade.time),"m":\#(!trade.isTakerBuy),"M":true}"#
  }

  private func options(_ interval: String, _ partial: PartialRule? = nil) -> IngestOptions {
    .with {
      $0.interval = Interval(interval)
      $0.partial = partial
    }
  }

  private func lines(_ messages: [String], _ interval: String, _ partial: PartialRule? = nil) throws
    -> [String]
  {
    try Reading.of(messages.map { $0 + "\n" }.joined(), name: "-", options(interval, partial)).lines
      .map { $0.replacing("1970-01-01T00:", with: "") }
  }

  private func trades(_ list: [(time: Int64, price: Price, quantity: Quantity)]) -> [String] {
    list.enumerated().map {
      Self.message(
        Trade(
          time: $1.time, price: $1.price, quantity: $1.quantity, isTakerBuy: $0 % 2 == 0),
        id: 7 + $0)
    }
  }

  @Test func `a minute of trades is a bar, a print at its boundary belongs to the next`() throws {
    let messages = trades([
      (0, 10, 1), (5, 12, 2), (59_999, 9, 0.5), (60_000, 11, 1), (180_000, 8, 1),
    ])
    let taker = "taker_buy_base_volume=1.5 taker_buy_quote_volume=14.5"
    #expect(
      try lines(messages, "1m") == [
        "01:00.000Z A 1m 10.0 12.0 9.0 9.0 v3.5 quote_volume=38.5 \(taker) trades=3.0",
        "02:00.000Z A 1m 11.0 11.0 11.0 11.0 v1.0 quote_volume=11.0 taker_buy_base_volume=0.0 "
          + "taker_buy_quote_volume=0.0 trades=1.0",
      ])
  }

  @Test func `a recording that begins in a minute lacks its first bar`() throws {
    let messages = trades([(1, 10, 1), (60_000, 11, 1), (120_000, 12, 1)])
    #expect(try lines(messages, "1m").map { $0.prefix(15) } == ["02:00.000Z A 1m"])
    let marked = try lines(messages, "1m", .mark)
    #expect(marked.map { $0.contains("partial=1.0") } == [true, false, true])
  }

  @Test(arguments: [
    ("3t", [2, 4, 7]), ("2.5vol", [2, 4, 7]), ("30dollar", [2, 4, 7]), ("2range", [1, 6]),
  ])
  func `bars that are not bound to time end with the millisecond in which they are full`(
    interval: String, ends: [Int64]
  ) throws {
    let messages = trades([
      (0, 10, 1), (1, 12, 1), (2, 12, 1), (3, 12, 1), (4, 11, 1), (4, 11, 1), (5, 11, 0.25),
      (6, 13, 0.5), (7, 13, 2), (8, 13, 0.1),
    ])
    let found = try lines(messages, interval).map { Int64($0.prefix(10).suffix(4).prefix(3)) }
    #expect(found == ends, "\(interval)")
  }

  @Test func `a live bar comes with the first print behind it`() throws {
    let source = ByteArraySource(
      live: trades([(0, 10, 1), (59_000, 11, 1), (60_000, 12, 1)])
        .map { $0 + "\n" })
    var ingest = Ingest([source], options("1m"))
    var step = Step()
    #expect(try ingest.next(&step) && step.ts.milliseconds == 60_000 && source.left == 0)
  }

  @Test func `counts what comes twice, what is missing and what is no trade`() throws {
    let (first, second) = (
      Self.message(Trade(time: 0, price: 1, quantity: 1, isTakerBuy: true), id: 1),
      Self.message(Trade(time: 1, price: 1, quantity: 1, isTakerBuy: true), id: 4)
    )
    let depth = #"{"e":"depthUpdate","b":[["1","2"]],"a":[]}"#
    // What was put together of trades that have come one by one.
    let aggregate = #"{"e":"aggTrade","s":"A","a":1,"p":"1","q":"1","f":1,"l":2,"T":1}"#
    let nothing = first.replacing("\"p\":\"1.0\",\"q\":\"1.0\"", with: "\"p\":\"0\",\"q\":\"0\"")
    let text = [first, first, #"{"result":null,"id":1}"#, depth, second, aggregate, nothing]
    var counts = PrintCounts()
    (counts.prints, counts.repeated, counts.missing, counts.others) = (2, 1, 2, 4)
    let reading = try Reading.of(
      text.map { $0 + "\n" }.joined(), name: "-", options("1t"))
    #expect(reading.lines.count == 2)
    #expect(reading.notes == [.prints(file: "-", counts)])
  }

  @Test(arguments: [
    (#"{"e":"trade","s":"A","t":1,"q":"1","T":1}"#, "1:42: found a trade without 'p', expected it"),
    (
      #"{"e":"trade","s":"A","t":1,"p":"x","q":"1","T":1}"#, "1:32: found '\"x\"', expected a price"
    ),
    (
      #"{"e":"trade","s":"A","t":1,"p":"-1","q":"1","T":1}"#,
      "1:1: found a trade of 1.0 at -1.0, expected both above 0"
    ),
    (
      #"{"e":"trade","s":"A","t":1,"p":"1","q":"1","T":1"#,
      "1:49: found the end of the line, expected ',' or '}'"
    ),
  ])
  func `refuses a trade that is none`(text: String, message: String) {
    #expect(Reading.error(text + "\n", name: "-", options("1m")) == message)
  }

  @Test func `time going back is an error that names both`() {
    let messages = trades([(5, 1, 1), (3, 1, 1)]).map { $0 + "\n" }.joined()
    #expect(
      Reading.error(messages, name: "-", options("1m"))
        == "2:1: found a trade at 1970-01-01T00:00:00.003Z behind 1970-01-01T00:00:00.005Z of "
        + "line 1, expected trades in order of time")
  }

  @Test(arguments: ["x", "0t", "1.5t", "vol", "-5vol"])
  func `refuses an interval that says no bar`(name: String) {
    let messages = trades([(5, 1, 1)]).map { $0 + "\n" }.joined()
    #expect(throws: StageError.self) { try Reading.of(messages, name: "-", options(name)) }
  }

  // MARK: The recorded stream

  @Test(
    .enabled(if: Tape.recording != nil, "needs ../shared"),
    arguments: [("1s", 1_000), ("1m", 60_000)])
  func `bars of a recording are what its trades say`(interval: String, length: Int64) throws {
    let trades = try Tape.recorded()
    let file = try #require(Tape.recording)
    var ingest = Ingest(
      [try Endpoint.open(input: file.path)], options(interval))
    let reading = try Reading.all(of: &ingest)
    let expected = Tape.bars(trades, interval, of: length)
    #expect(reading.lines.filter { !$0.hasPrefix("gap") } == expected)
    var counts = PrintCounts()
    (counts.prints, counts.others) = (10_147, 48_178)
    #expect(reading.notes.first == .prints(file: file.path, counts))
  }

  @Test(.enabled(if: Tape.recording != nil, "needs ../shared"), arguments: Tape.rules.keys.sorted())
  func `bars not bound to time are what its trades say`(interval: String) throws {
    let trades = try Tape.recorded()
    let expected = try Tape.bars(trades, interval)
    let file = try #require(Tape.recording)
    var ingest = Ingest(
      [try Endpoint.open(input: file.path)], options(interval))
    #expect(try Reading.all(of: &ingest).lines == expected)
    #expect(expected.count > 10)
  }
}
