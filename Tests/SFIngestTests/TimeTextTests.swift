import SFCore
import SFTestSupport
import Testing

import SFIngest

@Suite struct TimeTextTests {
  @Test(
    arguments: [
      ("2021-12-31", "2021-12-31T00:00:00.000Z"),
      ("2021/12/31", "2021-12-31T00:00:00.000Z"),
      ("2021-12-31 23:01", "2021-12-31T23:01:00.000Z"),
      ("2021-12-31T23:01:02", "2021-12-31T23:01:02.000Z"),
      ("2021-12-31 23:01:00.000000", "2021-12-31T23:01:00.000Z"),
      ("2021-12-31t23:01:00.1z", "2021-12-31T23:01:00.100Z"),
      ("2021-12-31 23:01:00,123", "2021-12-31T23:01:00.123Z"),
      ("2021-12-31 23:01:00 UTC", "2021-12-31T23:01:00.000Z"),
      ("2021-12-31T23:01:00+02:00", "2021-12-31T21:01:00.000Z"),
      ("2021-12-31 23:01:00.5 -0530", "2022-01-01T04:31:00.500Z"),
      ("2021-12-31 23:01:00+02", "2021-12-31T21:01:00.000Z"),
      ("2020-02-29", "2020-02-29T00:00:00.000Z"),
      // The bounds of the units.
      ("0", "1970-01-01T00:00:00.000Z"),
      ("-60", "1969-12-31T23:59:00.000Z"),
      ("99999999999", "5138-11-16T09:46:39.000Z"),
      ("100000000000", "1973-03-03T09:46:40.000Z"),
      ("99999999999999", "5138-11-16T09:46:39.999Z"),
      ("100000000000000", "1973-03-03T09:46:40.000Z"),
      ("99999999999999000", "5138-11-16T09:46:39.999Z"),
      ("100000000000000000", "1973-03-03T09:46:40.000Z"),
      ("1609459200000000000", "2021-01-01T00:00:00.000Z"),
      ("1609459200.5", "2021-01-01T00:00:00.500Z"),
      ("1609459200000.0", "2021-01-01T00:00:00.000Z"),
      ("1.6094592e12", "2021-01-01T00:00:00.000Z"),
    ])
  func `reads`(text: String, expected: String) {
    #expect(Timestamp(anyForm: text)?.description == expected)
  }

  @Test(
    arguments: [
      "", "x", "2021", "2021-13-01x", "2021-13-01", "2021-02-29", "2021-1-1", "2021-12-31T",
      "2021-12-31T24:00", "2021-12-31 23:60", "2021-12-31 23:01:60", "2021-12-31 23:01:00.",
      "2021-12-31 23:01:00.0005", "2021-12-31 23:01:00+", "2021-12-31 23:01:00+2",
      "2021-12-31 23:01:00+02:0", "2021-12-31 23:01:00+02:60", "2021-12-31 23:01 CET",
      "2021-12-31 23:01:00 ", "31-12-2021", "0000-01-01", "9999-12-31", "2021-12/31",
      "1609459200000001", "1609459200.0005", "99999999999999999999", "1e30", "1 2",
    ].filter { $0 != "2021" })
  func `refuses`(text: String) {
    #expect(Timestamp(anyForm: text) == nil, "\(text)")
  }

  /// Every whole millisecond that a text can hold comes back from each way to write it.
  @Test func `agrees with the text of the wire`() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<5_000 {
      let time = Timestamp(
        milliseconds: .random(in: -60_000_000_000_000...250_000_000_000_000, using: &random))
      let text = time.description
      #expect(Timestamp(anyForm: text) == time)
      #expect(
        Timestamp(anyForm: text.replacing("T", with: " ").replacing("Z", with: "000")) == time)
    }
  }

  private func rows(_ times: [String]) -> String {
    "time,open,high,low,close\n" + times.map { "\($0),1,1,1,1\n" }.joined()
  }

  @Test(
    arguments: [
      (
        ["1609459200", "1609459260000"], "3:1: found '1609459260000', expected seconds as in line 2"
      ),
      (["2021-01-01", "1609459260"], "3:1: found '1609459260', expected text as in line 2"),
      (
        ["1609459200000000", "1609459260000"],
        "3:1: found '1609459260000', expected microseconds as in line 2"
      ),
      (
        ["1609459200000", "1609459260000000000"],
        "3:1: found '1609459260000000000', expected milliseconds as in line 2"
      ),
    ])
  func `refuses a file that mixes units`(times: [String], expected: String) {
    #expect(Reading.error(rows(times), .minutes) == expected)
  }

  @Test func `a time is the open of a bar or its close`() throws {
    let text = rows(["2021-01-01 00:01", "2021-01-01 00:02"])
    func times(_ options: IngestOptions) throws -> [Substring] {
      try Reading.of(text, options).lines.map { $0.prefix(19) }
    }
    #expect(try times(.minutes) == ["2021-01-01T00:02:00", "2021-01-01T00:03:00"])
    let close = IngestOptions.with { ($0.interval, $0.timestamp) = (.minute, .close) }
    #expect(try times(close) == ["2021-01-01T00:01:00", "2021-01-01T00:02:00"])
    let ticks = IngestOptions.with { ($0.interval, $0.timestamp) = (Interval("100t"), .close) }
    #expect(try times(ticks) == ["2021-01-01T00:01:00", "2021-01-01T00:02:00"])
  }
}
