import Foundation
import SFCore
import SFIngest
import SFTestSupport
import SFTransport
import Testing

/// Bars that are made of the trades of CSV files.
@Suite struct PrintTableTests {
  /// How files have trades.
  enum Form: String, CaseIterable {
    case archive, archiveInMicroseconds, futuresArchive, aggregates, sides, text

    /// `nil` for an archive of spot.
    var header: String? {
      switch self {
      case .archive, .archiveInMicroseconds, .aggregates: nil
      case .futuresArchive: "id,price,qty,quote_qty,time,is_buyer_maker"
      case .sides: "exchange,symbol,timestamp,side,price,amount"
      case .text: "Date,Price,Size,Trade ID,Side"
      }
    }

    func row(_ trade: Trade) -> String {
      let (id, price, quantity) = (trade.id, trade.price, trade.quantity)
      switch self {
      case .archive:
        return "\(id),\(price)000,\(quantity),1.5,\(trade.time),"
          + "\(trade.isTakerBuy ? "False" : "True"),True"
      case .archiveInMicroseconds:
        return "\(id),\(price),\(quantity),1.5,\(trade.time)\(id % 900 + 100),"
          + "\(!trade.isTakerBuy),true"
      case .futuresArchive:
        return "\(id),\(price),\(quantity),1.5,\(trade.time),\(!trade.isTakerBuy)"
      case .aggregates:
        return "\(id),\(price),\(quantity),\(2 * id),\(2 * id),\(trade.time),"
          + "\(!trade.isTakerBuy),true"
      case .sides:
        return "x,\(trade.symbol),\(trade.time)999000,"
          + "\(trade.isTakerBuy ? "buy" : "sell"),\(price),\(quantity)"
      case .text:
        return "\(Timestamp(milliseconds: trade.time).description.dropLast())9Z, \"\(price)\","
          + "\(quantity),\(id),\(trade.isTakerBuy ? "Buy" : "S")"
      }
    }

    func file(_ trades: [Trade]) -> String {
      ([header].compactMap(\.self) + trades.map(row)).joined(separator: "\n") + "\n"
    }
  }

  private func options(_ interval: String) -> IngestOptions {
    .with { $0.interval = Interval(interval) }
  }

  private func check(_ trades: [Trade], _ form: Form) throws {
    let text = form.file(trades)
    func bars(_ interval: String) throws -> [String] {
      try Reading.of(text, name: "BTCUSDT-trades-2024-01.csv", options(interval)).lines
        .filter { !$0.hasPrefix("gap") }
    }
    for (interval, length) in [("1s", 1_000), ("1m", 60_000)] as [(String, Int64)] {
      let expected = Tape.bars(trades, interval, of: length)
      #expect(expected.count > 3)
      #expect(try bars(interval) == expected, "\(form) \(interval)")
    }
    for interval in Tape.rules.keys.sorted() {
      let expected = try Tape.bars(trades, interval)
      #expect(expected.count > 3)
      #expect(try bars(interval) == expected, "\(form) \(interval)")
    }
  }

  @Test(arguments: Form.allCases)
  func `bars of generated trades are what the trades say`(form: Form) throws {
    for seed in 1...3 as ClosedRange<UInt64> {
      try check(Tape.generated(30_000, seed: seed), form)
    }
  }

  @Test(.enabled(if: Tape.recording != nil, "needs ../shared"), arguments: Form.allCases)
  func `bars of recorded trades are what the trades say`(form: Form) throws {
    try check(try Tape.recorded(), form)
  }

  @Test func `an aggregate counts the trades that it is made of`() throws {
    let text =
      "7,10.0,1.0,100,104,1704067200000,True,True\n8,11.0,2.0,105,105,1704067200001,"
      + "False,True\n9,11.0,2.0,106,106,1704067200002,False,True\n"
    let lines = try Reading.of(text, name: "A.csv", options("6t")).lines
    #expect(
      lines == [
        "2024-01-01T00:00:00.001Z A 6t 10.0 11.0 10.0 11.0 v3.0 quote_volume=32.0 "
          + "taker_buy_base_volume=2.0 taker_buy_quote_volume=22.0 trades=6.0"
      ])
  }

  @Test func `symbols have their own bars, and who does not say the taker says nothing of him`()
    throws
  {
    let text =
      "time,symbol,price,qty\n1704067200.001,A,10,1\n1704067200.002,B,20,1\n"
      + "1704067200.003,A,11,1\n1704067200.004,B,20,1\n1704067205,B,20,1\n"
    #expect(
      try Reading.of(text, name: "-", options("2t")).lines == [
        "2024-01-01T00:00:00.003Z A 2t 10.0 11.0 10.0 11.0 v2.0 quote_volume=21.0 trades=2.0",
        "2024-01-01T00:00:00.004Z B 2t 20.0 20.0 20.0 20.0 v2.0 quote_volume=40.0 trades=2.0",
      ])
  }

  @Test func `files that overlap give each trade once`() throws {
    let trades = Tape.generated(1_000, seed: 4)
    let text = Form.archive.file(Array(trades[..<600])) + Form.archive.file(Array(trades[500...]))
    var counts = PrintCounts()
    (counts.prints, counts.repeated) = (1_000, 100)
    let reading = try Reading.of(text, name: "BTCUSDT.csv", options("100t"))
    #expect(reading.lines == (try Tape.bars(trades, "100t")))
    #expect(reading.notes.first == .prints(file: "BTCUSDT.csv", counts))
  }

  @Test func `an archive covers the whole of its days`() throws {
    let trades = Tape.generated(30_000, seed: 5).map {
      var trade = $0
      trade.time += 25_000
      return trade
    }
    var options = options("1m")
    let day = Timestamp(milliseconds: 1_704_067_200_000)
    options.archives["X"] = .init(symbol: "BTCUSDT", span: day..<day + 86_400_000)
    let reading = try Reading.of(Form.archive.file(trades), name: "X", options)
    #expect(reading.lines == Tape.bars(trades, "1m", of: 60_000, areAll: true))
  }

  private static let head = "time,price,qty,side,id\n"

  @Test(arguments: [
    ("\(head)1704067201,x,1,buy,1\n", "2:12: found 'x', expected a price"),
    ("\(head)1704067201,0,1,buy,1\n", "2:12: found '0', expected a price above 0"),
    ("\(head)1704067201,1,-1,buy,1\n", "2:14: found '-1', expected a quantity above 0"),
    (
      "\(head)1704067201,1,1,up,1\n",
      "2:16: found 'up', expected buy or sell, the side of the taker"
    ),
    (
      "\(head)1704067201,1,1,buy,1.5\n",
      "2:20: found '1.5', expected the number of a trade, 0 or more"
    ),
    ("\(head)1704067201,1,1,buy\n", "2:1: found 4 fields, expected 5"),
    (
      "\(head)x,1,1,buy,1\n",
      "2:1: found 'x', expected a time: a date and time of day, or a number since 1970"
    ),
    (
      "\(head)1704067200,1,1,buy,1\n1704067200001,1,1,buy,2\n",
      "3:1: found '1704067200001', expected seconds as in line 2"
    ),
    (
      "\(head)1704067202,1,1,buy,1\n1704067201,1,1,buy,2\n",
      "3:1: found a trade at 2024-01-01T00:00:01.000Z behind 2024-01-01T00:00:02.000Z of "
        + "line 2, expected trades in order of time"
    ),
    (
      "\(head)1704067201,1,1,buy,7\n1704067202,1,1,buy,6\n",
      "3:1: found the trade 6 later than the trade 7, expected numbers that go up with time"
    ),
    (
      "price,qty\n1,1\n",
      "1:1: found the columns 'price' 'qty', expected a time column: timestamp, timestamp_ms, "
        + "open_time, datetime, time, date, transact_time, transaction_time"
    ),
    (
      "1,1,1,1,1,1704067200000,up\n",
      "1:1: found a row of 7 values at the start, expected a header line, klines with twelve "
        + "columns, or trades of an archive"
    ),
    (
      "1,1,1704067200000,true\n",
      "1:1: found a row of 4 values at the start, expected a header line, klines with twelve "
        + "columns, or trades of an archive"
    ),
    (
      "1,1,1,1,1,1704067200000,1,1,true,true\n",
      "1:1: found a row of 10 values at the start, expected a header line, klines with twelve "
        + "columns, or trades of an archive"
    ),
    (
      "1,1,1,9,8,1704067200000,true\n",
      "1:1: found the trades 9 to 8, expected the first of them first"
    ),
  ])
  func `refuses what is no trade`(text: String, message: String) {
    #expect(Reading.error(text, name: "A.csv", options("1m")) == message)
  }

  /// Who came to whom stands elsewhere in rows of an archive.
  @Test(arguments: [
    ("1,1,1704067200000,true\n", 4), ("1,1,1,1,1,1704067200000,1,1,true,true\n", 10),
  ])
  func `refuses a row that is none of an archive`(text: String, values: Int) {
    let found = "1:1: found a row of \(values) values at the start, expected a header line, "
    let expected = "klines with twelve columns, or trades of an archive"
    #expect(Reading.error(text, name: "A.csv", options("1m")) == found + expected)
  }
}
