import SFCore
import Testing

@Suite struct MarketCalendarTests {
  /// What the exchange itself says of its years.
  @Test(
    arguments: [
      (2012, 250), (2016, 252), (2018, 251), (2019, 252), (2020, 253), (2021, 252), (2022, 251),
      (2023, 250), (2024, 252), (2025, 250),
    ])
  func `the stocks of the United States trade on so many days of a year`(year: Int, days: Int) {
    let calendar = MarketCalendar.us(.utc)
    let first = CalendarDay(year: year, month: 1, day: 1).daysSince1970
    let end = CalendarDay(year: year + 1, month: 1, day: 1).daysSince1970
    #expect((first..<end).count(where: calendar.trades) == days)
  }

  private static let berlin = """
    # Frankfurt, with a clock that is an hour ahead
    timezone Europe/Berlin
    days_per_year 254
    hours mon-fri 09:00-17:30
    closed 2024-12-25
    """

  private static func read(_ text: String) throws -> MarketCalendar {
    try CalendarFile.read(text, name: "c") { _ in
      ZoneRules(starts: [.earliest], offsets: [3_600_000])
    }
  }

  @Test func `a file says days and hours, by its clock`() throws {
    let calendar = try Self.read(Self.berlin)
    #expect(calendar.daysPerYear == 254)
    let hour: Int64 = 3_600_000
    // Tuesday, 24 December 2024.
    let day = CalendarDay(year: 2024, month: 12, day: 24).daysSince1970 * 24 * hour
    let open = (0..<72).filter { calendar.expects(barAt: day + $0 * hour, hour, shift: 0) }
    // 08:00 to 16:30 of UTC on the 24th and the 26th.
    #expect(open == Array(8...16) + Array(56...64))
    let dates = (0..<7).filter {
      calendar.expects(barAt: day + $0 * 24 * hour, 24 * hour, shift: 0)
    }
    #expect(dates == [0, 2, 3, 6])
  }

  @Test(arguments: [
    "", "hours mon-fri 09:00-17:30", "days_per_year 254", "days_per_year 0", "closed 2024-02-30",
    "hours fri-mon 09:00-17:30", "hours mon 17:30-09:00", "hours mon 09:00-24:01", "open mon",
  ])
  func `refuses what is no calendar`(text: String) {
    #expect(throws: ConfigurationError.self) { try Self.read(text) }
  }

  /// Minutes of currencies stop on Friday at five and begin on Sunday at five.
  @Test func `the weekend of currencies is no gap`() {
    let calendar = MarketCalendar.currencies(.utc)
    let hour: Int64 = 3_600_000
    let friday = CalendarDay(year: 2024, month: 1, day: 5).daysSince1970 * 24 * hour
    let closed = (0..<72).filter { !calendar.expects(barAt: friday + $0 * hour, hour, shift: 0) }
    #expect(closed == Array(17..<65))
    #expect(
      calendar.missing(50, from: friday + 16 * hour, hour, shift: 0) == [1, 50])
  }

  // MARK: Days

  private static let newYork = ZoneRules(
    starts: [.earliest, "2024-03-10T07:00:00.000Z", "2024-11-03T06:00:00.000Z"],
    offsets: [-18_000_000, -14_400_000, -18_000_000])

  /// 5 January 2024 was a Friday; 15 January a holiday, 8 March the Friday before clocks moved.
  @Test(
    arguments: [
      ("us", "2024-01-05T21:00", "2024-01-06T05:00"),
      ("us", "2024-01-06T05:00", "2024-01-06T05:00"),
      ("us", "2024-01-06T05:01", "2024-01-09T05:00"),
      ("us", "2024-01-06T00:00", "2024-01-06T05:00"),
      ("us", "2024-01-13T12:00", "2024-01-17T05:00"),
      ("us", "2024-03-08T21:00", "2024-03-09T05:00"),
      ("us", "2024-03-11T20:00", "2024-03-12T04:00"),
      ("24/5", "2024-01-05T22:00", "2024-01-05T22:00"),
      ("24/5", "2024-01-05T22:01", "2024-01-08T22:00"),
      ("24/5", "2024-01-07T23:00", "2024-01-08T22:00"),
      ("24/5", "2024-01-08T22:00", "2024-01-08T22:00"),
      ("24/5", "2024-01-08T23:00", "2024-01-09T22:00"),
      ("24/5", "2024-03-10T22:00", "2024-03-11T21:00"),
    ])
  func `a mark belongs to the day at whose end it is known`(
    name: String, mark: String, end: String
  ) throws {
    let calendar =
      name == "us" ? MarketCalendar.us(Self.newYork) : .currencies(Self.newYork)
    let (mark, end) = (try #require(Timestamp(mark + ":00.000Z")), Timestamp(end + ":00.000Z"))
    #expect(calendar.endOfDay(of: mark) == end)
  }

  /// Ten years of hours: each week has five days, and a year as many as is said.
  @Test func `currencies have five days a week, 260 a year`() {
    let calendar = MarketCalendar.currencies(Self.newYork)
    let first = CalendarDay(year: 2014, month: 1, day: 1).daysSince1970
    let end = CalendarDay(year: 2024, month: 1, day: 1).daysSince1970
    let ends = Set(
      (first * 24..<end * 24).map {
        calendar.endOfDay(of: Timestamp(milliseconds: $0 * 3_600_000))
      })
    #expect(abs(Double(ends.count) / 10 - calendar.daysPerYear) < 1.5)
    #expect(ends.allSatisfy { MarketCalendar.weekday($0.day) < 5 })
  }

  @Test func `trading of a day ends with the last hour of it`() {
    let friday = CalendarDay(year: 2024, month: 1, day: 5).daysSince1970 * 24
    func closes(_ calendar: MarketCalendar) -> [Int64] {
      (0..<120).filter {
        calendar.closes(at: Timestamp(milliseconds: (friday + $0) * 3_600_000))
      }
    }
    #expect(closes(.us(Self.newYork)) == [21, 93, 117])
    #expect(closes(.currencies(Self.newYork)) == [22, 94, 118])
    #expect(MarketCalendar.us(Self.newYork).barsPerDay(3_600_000) == 7)
    #expect(MarketCalendar.us(Self.newYork).barsPerDay(60_000) == 390)
    #expect(MarketCalendar.currencies(Self.newYork).barsPerDay(3_600_000) == 24)
  }
}
