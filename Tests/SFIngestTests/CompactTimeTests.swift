import SFCore
import SFTestSupport
import Testing

import SFIngest

/// Numbers that are dates are never seconds since 1970.
@Suite struct CompactTimeTests {
  private static let header = "date,open,high,low,close\n"

  @Test(
    arguments: [
      ("20240102", "2024-01-02T00:00:00.000Z"),
      ("20000229", "2000-02-29T00:00:00.000Z"),
      ("2024010215", "2024-01-02T15:00:00.000Z"),
      ("202401021530", "2024-01-02T15:30:00.000Z"),
      ("20240102153045", "2024-01-02T15:30:45.000Z"),
      ("20240102 153045", "2024-01-02T15:30:45.000Z"),
      ("20240102 15:30", "2024-01-02T15:30:00.000Z"),
      ("20240102T1530Z", "2024-01-02T15:30:00.000Z"),
      ("2024.01.02 15:30:45.5", "2024-01-02T15:30:45.500Z"),
      ("2024.01.02", "2024-01-02T00:00:00.000Z"),
      // Whole minutes of 1976 and hours of 1970, in the digits of dates, are times since 1970.
      ("20239200", "1970-08-23T06:00:00.000Z"),
      ("1704067200", "2024-01-01T00:00:00.000Z"),
      ("189302400000", "1976-01-01T00:00:00.000Z"),
    ])
  func `reads`(text: String, expected: String) {
    #expect(Timestamp(anyForm: text)?.description == expected)
  }

  /// Every day of two centuries, and each of its minutes in turn, comes back from all lengths.
  @Test func `every day is itself`() {
    for day in stride(from: Int64(-25_567), to: 47_000, by: 1) {
      let date = CalendarDay(daysSince1970: day)
      let number = date.year * 10_000 + date.month * 100 + date.day
      let minute = Int64(day * 7 % 1_440 + 1_440) % 1_440
      let clock = Int(minute / 60 * 100 + minute % 60)
      let time = Timestamp(milliseconds: day * 86_400_000)
      #expect(Timestamp(anyForm: "\(number)") == time)
      #expect(Timestamp(anyForm: "\(number * 1_000_000 + clock * 100)") == time + minute * 60_000)
      // Where it may as well be a time since 1970, nobody guesses.
      if let found = Timestamp(anyForm: "\(number * 10_000 + clock)") {
        #expect(found == time + minute * 60_000)
      } else {
        #expect((number * 10_000 + clock) % 60_000 == 0)
      }
    }
  }

  @Test(
    arguments: [
      (
        "20241345",
        "2:1: found '20241345', expected a time since 1970, which it is not: it looks "
          + "like a date that there is not"
      ),
      (
        "45293",
        "2:1: found '45293', expected a time since 1970, which it is not: it looks like a "
          + "day of a spreadsheet, 2024-01-02: --time-format excel"
      ),
      (
        "45293.5",
        "2:1: found '45293.5', expected a time since 1970, which it is not: it looks like "
          + "a day of a spreadsheet, 2024-01-02: --time-format excel"
      ),
      (
        "202507200000",
        "2:1: found '202507200000', expected a time since 1970, which it is not: it "
          + "looks like a date, or a time since 1970: --time-format says which, as %Y%m%d%H%M"
      ),
    ])
  func `says what a number looks like`(time: String, message: String) {
    #expect(Reading.error(Self.header + "\(time),1,1,1,1\n", .minutes) == message)
  }

  @Test func `a time of day is no time since 1970`() {
    #expect(
      Reading.error("time,open,high,low,close\n931,1,1,1,1\n", .minutes)
        == "2:1: found '931', expected a time since 1970, which it is not: it looks like a time of "
        + "day, 09:31, without its date")
  }

  @Test func `all rows are dates once one is`() {
    #expect(
      Reading.error(Self.header + "20240102,1,1,1,1\n1704153600,1,1,1,1\n", .minutes)
        == "3:1: found '1704153600', expected dates in one number as in line 2")
  }

  @Test(
    arguments: [
      ("20240102,930", "20240102,931"), ("20240102,0930", "20240102,0931"),
      ("20240102,93000", "20240102,93100"), ("20240102,093000", "20240102,093100"),
      ("2024-01-02,09:30", "2024-01-02,09:31"), ("2024/01/02,9:30", "2024/01/02,9:31"),
      ("2024.01.02,09:30:00.000", "2024.01.02,09:31:00.000"),
    ])
  func `a date and a time of day in two columns are one time`(first: String, second: String) throws
  {
    let text = "Date,Time,open,high,low,close\n\(first),1,1,1,1\n\(second),2,2,2,2\n"
    #expect(
      try Reading.of(text, .minutes).lines == [
        "2024-01-02T09:31:00.000Z X 1m 1.0 1.0 1.0 1.0",
        "2024-01-02T09:32:00.000Z X 1m 2.0 2.0 2.0 2.0",
      ])
  }

  @Test func `two columns that say all are not one time`() throws {
    let text = "date,time,open,high,low,close\n2024-01-02,1704153600,1,1,1,1\n"
    let reading = try Reading.of(text, .minutes)
    #expect(reading.lines == ["2024-01-02T00:01:00.000Z X 1m 1.0 1.0 1.0 1.0"])
    #expect(reading.notes.contains(.ignoredColumns(file: "X.csv", names: ["date"])))
  }

  @Test func `numbers of times of day keep their length`() {
    let text = "date,time,open,high,low,close\n20240102,930,1,1,1,1\n20240102,93100,1,1,1,1\n"
    #expect(
      Reading.error(text, .minutes)
        == "3:10: found '93100', expected a time of day as HHMM, as in line 2")
  }
}
