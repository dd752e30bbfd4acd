import SFCore
import SFTestSupport
import Testing

import SFIngest

@Suite struct CSVTests {
  private static let bar = "2021-01-01T00:01:00.000Z X 1m 1.5 2.0 1.0 1.25"

  @Test(
    arguments: [
      ("timestamp,open,high,low,close", "1609459200,1.5,2,1,1.25", bar),
      ("OPEN_TIME,Open,High,Low,Close,Volume", "1609459200000,1.5,2,1,1.25,7", bar + " v7.0"),
      ("Timestamp_ms,close,low,high,open", "1609459200000,1.25,1,2,1.5", bar),
      (",open,high,low,close", "2021-01-01,1.5,2,1,1.25", bar),
      ("\u{FEFF}date,open,high,low,close", "2021-01-01,1.5,2,1,1.25", bar),
      ("Open Time,open,high,low,close", "2021-01-01,1.5,2,1,1.25", bar),
      (
        "\"date\",\"open\",\"high\",\"low\",\"close\"",
        "\"2021-01-01 00:00\",\"1.5\",\"2\",\"1\",\"1.25\"", bar
      ),
      ("date , open, high ,low,close", " 2021-01-01 , 1.5 ,2, 1,1.25 ", bar),
      ("time,open,high,low,close,note", "2021-01-01,1.5,2,1,1.25,\"a, \"\"b\"\"\"", bar),
      (
        "date,Pair,open,high,low,close", "2021-01-01,BTC/USDT,1.5,2,1,1.25",
        "2021-01-01T00:01:00.000Z BTC/USDT 1m 1.5 2.0 1.0 1.25"
      ),
      (
        "date,open,high,low,close,volume,trades,funding_rate,Quote_Volume,taker_buy_base,moon",
        "2021-01-01,1.5,2,1,1.25,3,12,-0.0001,4.5,1,5",
        bar + " v3.0 funding_rate=-0.0001 quote_volume=4.5 taker_buy_base_volume=1.0 trades=12.0"
      ),
      ("date,open,high,low,close,volume,trades", "2021-01-01,1.5,2,1,1.25,,", bar),
      ("date,open,high,low,close,volume", "2021-01-01,1.5,2,1,1.25,NaN", bar),
      ("date,open,high,low,close,volume", "2021-01-01,1.5,2,1,1.25,0", bar + " v0.0"),
      ("date,open,high,low,close,volume", "2021-01-01,1.5e0,20e-1,1,1.25,1e3", bar + " v1000.0"),
    ])
  func `reads`(header: String, row: String, expected: String) throws {
    for (feed, isLast) in [("\n", "\n"), ("\r\n", "\r\n"), ("\n", ""), ("\r\n", "")] {
      #expect(try Reading.of(header + feed + row + isLast, .minutes).lines == [expected])
    }
  }

  @Test func `takes the symbol from the option, the column, the name`() throws {
    let plain = "date,open,high,low,close\n2021-01-01,1,1,1,1\n"
    let column = "date,pair,open,high,low,close\n2021-01-01,ETH,1,1,1,1\n"
    func symbol(_ text: String, _ name: String, _ options: IngestOptions) throws -> Substring {
      try Reading.of(text, name: name, options).lines[0].split(separator: " ")[1]
    }
    let named = IngestOptions.with {
      $0.interval = .minute
      $0.symbol = "NAMED"
    }
    #expect(try symbol(plain, "data/BTCPERP-1m-202201.csv", .minutes) == "BTCPERP")
    #expect(try symbol(plain, "/a.b/ADABTC_5m", .minutes) == "ADABTC")
    #expect(try symbol(column, "BTC.csv", .minutes) == "ETH")
    #expect(try symbol(column, "BTC.csv", named) == "NAMED")
    #expect(
      Reading.error(plain, name: "-", .minutes)
        == "1:1: found neither a symbol column nor a symbol in the name '-', expected --symbol")
  }

  @Test func `says which columns it ignores`() throws {
    let notes = try Reading.of("date,a,open,high,low,close,b\n2021-01-01,,1,1,1,1,\n", .minutes)
      .notes
    #expect(notes == [.ignoredColumns(file: "X.csv", names: ["a", "b"])])
  }

  private static let header = "timestamp,open,high,low,close,volume\n"

  /// A file that was written as text twice has two carriage returns; the first belonged to the
  /// name of the last column, which was lost.
  @Test func `carriage returns at the end of a line belong to it`() throws {
    let text = "date,open,high,low,close,volume\r\r\n2021-01-01,1,1,1,1,5\r\r\n"
    let reading = try Reading.of(text, .minutes)
    #expect(reading.lines == ["2021-01-01T00:01:00.000Z X 1m 1.0 1.0 1.0 1.0 v5.0"])
    #expect(reading.notes == [])
  }

  @Test(
    arguments: [
      ("1,,1,1,1,1", "2:3: found nothing, expected a price in 'open'"),
      ("1,1,x,1,1,1", "2:5: found 'x', expected a price in 'high'"),
      ("1,1,NaN,1,1,1", "2:5: found 'NaN', expected a price in 'high'"),
      ("1,1,1,1,0,1", "2:9: found '0', expected a price above 0 in 'close'"),
      ("1,1,1,-1,1,1", "2:7: found '-1', expected a price above 0 in 'low'"),
      ("1,1,1,0.000000001,1,1", "2:7: found '0.000000001', expected a price above 0 in 'low'"),
      ("1,1,1,007,1,1", "2:7: found '007', expected a price in 'low'"),
      ("1,1,1,1.,1,1", "2:7: found '1.', expected a price in 'low'"),
      ("1,1,1,1 2,1,1", "2:7: found '1 2', expected a price in 'low'"),
      (
        "1,1,1,99999999999999,1,1",
        "2:7: found '99999999999999', expected a price below 92233720368"
      ),
      ("1,1,1,1,1,-3", "2:11: found -3.0, expected a volume of 0 or more"),
      ("1,1,1,1,1,inf", "2:11: found 'inf', expected a number or nothing in 'volume'"),
      ("1,1,1,1,1,1e999", "2:11: found '1e999', expected a number or nothing in 'volume'"),
      ("1,1,1,1,1", "2:1: found 5 fields, expected 6"),
      ("1", "2:1: found 1 field, expected 6"),
      ("1,1,1,1,1,1,1", "2:1: found 7 fields, expected 6"),
      ("1,1,1,2,1,1", "2:1: found high 1.0 below low 2.0, expected high at or above low"),
      ("1,1,2,1,3,1", "2:1: found close 3.0 outside of 1.0 to 2.0, expected it inside"),
      ("1,3,2,1,2,1", "2:1: found open 3.0 outside of 1.0 to 2.0, expected it inside"),
      ("1,\"1,1,1,1,1", "2:3: found a quoted field without an end, expected '\"' in this line"),
      ("1,\"1\"2,1,1,1,1", "2:6: found text behind a quoted field, expected ','"),
      (
        "yesterday,1,1,1,1,1",
        "2:1: found 'yesterday', expected a time: a date and time of day, or a number since 1970"
      ),
      (
        ",1,1,1,1,1",
        "2:1: found nothing, expected a time: a date and time of day, or a number since 1970"
      ),
    ])
  func `refuses`(row: String, expected: String) {
    #expect(Reading.error(Self.header + row + "\n", .minutes) == expected)
  }

  @Test(
    arguments: [
      ("", "1:1: found an empty file, expected a header line, klines or lines of JSON"),
      (
        "a,b\n",
        "1:1: found the columns 'a' 'b', expected a time column: timestamp, timestamp_ms, "
          + "open_time, datetime, time, date or an unnamed first column"
      ),
      (
        "date,open,high,low\n",
        "1:1: found the columns 'date' 'open' 'high' 'low', expected a column 'close'"
      ),
      (
        "date,open,high,low,close,Close\n",
        "1:1: found the column 'close' twice, expected each column once"
      ),
      (
        "1,2,3,4,5,6\n",
        "1:1: found a row of 6 values at the start, expected a header line, klines with twelve columns, or trades of an archive"
      ),
    ])
  func `refuses a file`(text: String, expected: String) {
    #expect(Reading.error(text, .minutes) == expected)
  }

  @Test func `refuses a symbol that is none`() {
    let header = "date,symbol,open,high,low,close\n"
    #expect(
      Reading.error(header + "2021-01-01,B C,1,1,1,1\n", .minutes)
        == "2:12: found 'B C', expected a symbol: \(Symbol.rule)")
    #expect(
      Reading.error(header + "2021-01-01,ALL,1,1,1,1\n", .minutes)
        == "2:12: found 'ALL', expected a symbol other than 'ALL', which means the whole market")
  }

  /// Two markets whose names differ in bytes that are no UTF-8 were one, by the sign for them.
  @Test func `refuses a symbol that is no text`() throws {
    let text = Array("date,symbol,open,high,low,close\n2021-01-01,B".utf8) + [0xE9]
    var ingest = Ingest([ByteArraySource(text + Array("C,1,1,1,1\n".utf8))], .minutes)
    #expect {
      var step = Step()
      return try ingest.next(&step)
    } throws: { error in
      (error as? IngestError)?.message
        == "found 'B\u{FFFD}C', expected a symbol in UTF-8 (--encoding says what the file has)"
    }
  }

  @Test func `skips and says lines that cannot be read`() throws {
    let text = Self.header + "60,1,1,1,1,1\n120,x,1,1,1,1\n180,1,1,1,1,1\n240,1,1\n"
    let all = try Reading.of(text, .with { ($0.interval, $0.skippable) = (.minute, 2) })
    #expect(all.lines.count == 3)
    #expect(
      all.notes.map(\.text) == [
        "found 'x', expected a price in 'open'", "found 3 fields, expected 6", "skipped 2 lines",
      ])
    #expect(
      Reading.error(text, .with { ($0.interval, $0.skippable) = (.minute, 1) })
        == "5:1: found 3 fields, expected 6")
  }

  @Test func `rounds long prices half to even and counts them`() throws {
    let reading = try Reading.of(
      Self.header + "60,1.000000005,1.000000015,1.000000005,1.0000000051,0\n", .minutes)
    #expect(reading.lines == ["1970-01-01T00:02:00.000Z X 1m 1.0 1.00000002 1.0 1.00000001 v0.0"])
    #expect(reading.notes == [.rounded(count: 4, first: "X.csv:2:4")])
  }

  // MARK: Klines

  @Test func `reads kline archives, whose rows may change their unit`() throws {
    let text = """
      1735689540000,1.5,2,1,1.25,10,1735689599999,11,3,4,5,0
      1735689600000000,1.5,2,1,1.25,10,1735689659999999,11,3,4,5,0

      """
    let fields = "quote_volume=11.0 taker_buy_base_volume=4.0 taker_buy_quote_volume=5.0 trades=3.0"
    #expect(
      try Reading.of(text, name: "BTCUSDT-1m-2025.csv").lines == [
        "2025-01-01T00:00:00.000Z BTCUSDT 1m 1.5 2.0 1.0 1.25 v10.0 \(fields)",
        "2025-01-01T00:01:00.000Z BTCUSDT 1m 1.5 2.0 1.0 1.25 v10.0 \(fields)",
      ])
  }

  // MARK: Any bytes

  @Test func `never traps on mutated files`() throws {
    let texts = [
      Self.header + "1609459200,1.5,2,1,1.25,3\n1609459260,1.5,2,1,1.25,3\n1609459320,1,1,1,1,1\n",
      "date,symbol,open,high,low,close,trades\r\n2021-01-01 00:00:00.000,A,1,1,1,1,1\r\n"
        + "2021-01-01T00:01:00Z,\"B\",1,1,1,1,\r\n2021-01-01 00:02:00+02:00,A,1,1,1,1,1\r\n",
      "1735689540000,1.5,2,1,1.25,10,1735689599999,11,3,4,5,0\n"
        + "1735689600000000,1.5,2,1,1.25,10,1735689659999999,11,3,4,5,0\n",
      "{\"type\":\"bar\",\"ts\":\"2021-01-01T00:00:00.000Z\",\"symbol\":\"A\",\"interval\":\"1m\","
        + "\"open\":1.0,\"high\":1.0,\"low\":1.0,\"close\":1.0}\n",
    ]
    let pieces = Array("0123456789,.\"-+eE:TZ \n\r{}\u{0}".utf8) + [0xFF, 0x80]
    var outcomes = Set<Bool>()
    for seed in 0..<4_000 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var bytes = Array(texts[Int(seed % 4)].utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = pieces.randomElement(using: &random) ?? 0
        case 1: bytes.insert(pieces.randomElement(using: &random) ?? 0, at: place)
        default: bytes.remove(at: place)
        }
      }
      let options = IngestOptions.with {
        $0.skippable = seed % 3 == 0 ? 100 : 0
        $0.sorts = seed % 5 == 0
      }
      var ingest = Ingest([ByteArraySource(bytes)], options)
      do {
        _ = try Reading.all(of: &ingest)
        outcomes.insert(true)
      } catch is IngestError {
        outcomes.insert(false)
      }
    }
    #expect(outcomes == [true, false])
  }
}
