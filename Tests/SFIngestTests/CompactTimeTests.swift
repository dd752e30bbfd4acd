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
      ("20240102153045123", "2024-01-02T15:30:45.123Z"),
      ("20240102.0", "2024-01-02T00:00:00.000Z"),
      ("2.0240102e7", "2024-01-02T00:00:00.000Z"),
      // Six digits that are no day are a month.
      ("202401", "2024-01-01T00:00:00.000Z"),
      ("192607", "1926-07-01T00:00:00.000Z"),
      ("2024-01", "2024-01-01T00:00:00.000Z"),
      // Whole minutes of 1976, in the digits of dates, are times since 1970.
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

  /// Each of them was a bar of 1970, of 1979 or of 2046 and later.
  @Test(
    arguments: [
      ("240102", "a date: --time-format %y%m%d (2024-01-02) or --time-format %d%m%y (2002-01-24)"),
      ("991231", "a date: --time-format %y%m%d (1999-12-31)"),
      ("90102", "a date without its first zero, 090102: write it as text"),
      (
        "201201",
        "a date: --time-format %y%m%d (2020-12-01) or --time-format %d%m%y (2001-12-20) or "
          + "--time-format %Y%m (2012-01-01)"
      ),
      (
        "31122023",
        "a date: --time-format %d%m%Y (2023-12-31) or --time-format %y%m%d%H (2031-12-20)"
      ),
      ("12312023", "a date: --time-format %m%d%Y (2023-12-31)"),
      ("2012024", "a date without its first zero, 02012024: write it as text"),
      ("24010209", "a date: --time-format %y%m%d%H (2024-01-02)"),
      (
        "2401020930",
        "a date: --time-format %y%m%d%H%M (2024-01-02) or --time-format %d%m%y%H%M (2002-01-24)"
      ),
      ("310120240930", "a date: --time-format %d%m%Y%H%M (2024-01-31)"),
      ("240102093000", "a date: --time-format %y%m%d%H%M%S (2024-01-02)"),
      ("31012024093000", "a date: --time-format %d%m%Y%H%M%S (2024-01-31)"),
      ("2023", "a year, of which there are no bars"),
      ("20240102.093000", "a date with decimals: --time-format says which, as %Y%m%d.%H%M"),
      ("45293.3958333", "a day of a spreadsheet, 2024-01-02: --time-format excel"),
      ("60", "too few seconds for a date: --time-format says how it is written, s for seconds"),
    ])
  func `a column of dates has no seconds of 1970`(time: String, looks: String) {
    let message =
      "found '\(time)', expected a time since 1970, which it is not: it looks like \(looks)"
    for name in ["Date", "datetime", "<DTYYYYMMDD>", ""] {
      let text = "\(name),open,high,low,close\n\(time),1,1,1,1\n"
      #expect(Reading.error(text, .minutes) == "2:1: \(message)")
    }
    let named = IngestOptions.with {
      $0.interval = .minute
      $0.shape.columns = ["date", "open", "high", "low", "close"].enumerated().map {
        .init(meaning: $1, column: "\($0 + 1)")
      }
    }
    #expect(Reading.error("\(time),1,1,1,1\n", named) == "1:1: \(message)")
    #expect(
      Reading.error("date,price,qty\n\(time),1,1\n", .minutes) == "2:1: \(message)")
  }

  /// Whoever has them says so.
  @Test func `seconds of 1970 that are said are read`() throws {
    var options = IngestOptions.minutes
    options.shape.timeFormat = TimeFormat("s")
    #expect(
      try Reading.of(Self.header + "240120,1,1,1,1\n", options).lines
        == ["1970-01-03T18:43:00.000Z X 1m 1.0 1.0 1.0 1.0"])
    #expect(
      try Reading.of("timestamp,open,high,low,close\n20239200,1,1,1,1\n", .minutes).lines
        == ["1970-08-23T06:01:00.000Z X 1m 1.0 1.0 1.0 1.0"])
  }

  @Test func `months are months throughout`() throws {
    #expect(
      try Reading.of(
        Self.header + "202412,1,1,1,1\n202501,1,1,1,1\n202502,1,1,1,1\n"
      ).lines == [
        "2025-01-01T00:00:00.000Z X 1M 1.0 1.0 1.0 1.0",
        "2025-02-01T00:00:00.000Z X 1M 1.0 1.0 1.0 1.0",
        "2025-03-01T00:00:00.000Z X 1M 1.0 1.0 1.0 1.0",
      ])
    #expect(
      Reading.error(Self.header + "202412,1,1,1,1\n20250101,1,1,1,1\n", .minutes)
        == "3:1: found '20250101', expected a time since 1970, which it is not: it looks like a date: "
        + "--time-format %Y%m%d (2025-01-01)")
  }

  /// `%d%m%Y` of 2012024 was the 20th of January of the year 24.
  @Test(
    arguments: [
      ("%d%m%Y", "2012024"), ("%d%m%y", "50102"), ("%Y%m%d", "2024102"), ("%d/%m/%Y", "2/1/24"),
      ("%Y%m%d %H%M", "20240102 100"),
    ])
  func `numbers that stand together have all their digits`(format: String, time: String) {
    let options = IngestOptions.with {
      $0.interval = .minute
      $0.shape.timeFormat = TimeFormat(format)
    }
    #expect(
      Reading.error(Self.header + "\(time),1,1,1,1\n", options)
        == "2:1: found '\(time)', expected a time as --time-format says: \(format)")
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

  private static let pair = "Date,Time,open,high,low,close\n"
  private static let isDate = "expected a date beside a time of day, as 2024-01-02 or 20240102"

  /// In an order that only the user knows.
  @Test(
    arguments: [
      ("01/03/2024,09:31", "%m/%d/%Y", "%m/%d/%Y %H:%M"), ("3-Jan-24,931", "%d-%b-%y", ""),
      ("03.01.24,9:31 AM", "", "%d.%m.%y %I:%M %p"), ("240103,0931", "%y%m%d", "%y%m%d %H%M"),
    ])
  func `a date of any order beside a time of day is one time`(
    row: String, day: String, all: String
  ) throws {
    let text = Self.pair + row + ",1,1,1,1\n"
    let date = row.prefix { $0 != "," }
    #expect(Reading.error(text, .minutes) == "2:1: found '\(date)', \(Self.isDate)")
    for format in [day, all] where !format.isEmpty {
      var options = IngestOptions.minutes
      options.shape.timeFormat = TimeFormat(format)
      #expect(
        try Reading.of(text, options).lines
          == ["2024-01-03T09:32:00.000Z X 1m 1.0 1.0 1.0 1.0"], "\(format)")
    }
  }

  @Test func `trades have a date and a time of day, too`() throws {
    let rows = "20240102,930,1,2\n20240102,931,2,2\n20240102,932,2,2\n"
    let lines = try Reading.of("date,time,price,quantity\n" + rows, .minutes).lines
    #expect(lines.map { $0.prefix(16) } == ["2024-01-02T09:31", "2024-01-02T09:32"])
    let finer = "Date,Time,price,size\n2024-01-02,09:30:00.1234567,1,2\n2024-01-02,09:31:00.5,1,2\n"
    let options = IngestOptions.with {
      $0.interval = .minute
      $0.partial = .mark
    }
    #expect(
      try Reading.of(finer, options).lines.map { $0.prefix(16) }
        == ["2024-01-02T09:31", "2024-01-02T09:32"])
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
