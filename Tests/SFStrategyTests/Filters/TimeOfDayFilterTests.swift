import SFCore
import SFStrategy
import SFTestSupport
import Testing

@Suite struct TimeOfDayFilterTests {
  @Test(
    arguments: [
      // 2026-01-05 is a Monday.
      ("time_of_day", "2026-01-05T07:59:00.000Z", false),
      ("time_of_day", "2026-01-05T08:00:00.000Z", true),
      ("time_of_day", "2026-01-05T19:59:59.999Z", true),
      ("time_of_day", "2026-01-05T20:00:00.000Z", false),
      ("time_of_day", "2026-01-09T12:00:00.000Z", true),
      ("time_of_day", "2026-01-10T12:00:00.000Z", false),
      ("time_of_day", "2026-01-11T12:00:00.000Z", false),
      ("time_of_day:days=sat+sun", "2026-01-10T12:00:00.000Z", true),
      ("time_of_day:days=sat-mon", "2026-01-05T12:00:00.000Z", true),
      ("time_of_day:days=sat-mon", "2026-01-06T12:00:00.000Z", false),
      ("time_of_day:hours=09:30-16:00", "2026-01-05T09:29:00.000Z", false),
      ("time_of_day:hours=09:30-16:00", "2026-01-05T09:30:00.000Z", true),
      ("time_of_day:hours=00-24,days=mon-sun", "2026-01-10T00:00:00.000Z", true),
      ("time_of_day:hours=22-06,days=mon-sun", "2026-01-10T05:59:00.000Z", true),
      ("time_of_day:hours=22-06,days=mon-sun", "2026-01-10T06:00:00.000Z", false),
      ("time_of_day:hours=22-06,days=mon-sun", "2026-01-10T23:00:00.000Z", true),
      ("time_of_day", "1969-12-29T12:00:00.000Z", true),  // a Monday before 1970
    ] as [(String, Timestamp, Bool)])
  func `inside these hours and days`(spec: String, time: Timestamp, isInside: Bool) throws {
    let filter = try filter(spec)
    let entry = EntryView(series: 0, direction: .long, close: 1, time: time)
    #expect((filter.answer(entry) == .yes) == isInside)
  }

  @Test func `a zone moves the hours, with summer time`() throws {
    let hour: Int64 = 3_600_000
    let newYork = ZoneRules(
      starts: [.earliest, "2026-03-08T07:00:00.000Z", "2026-11-01T06:00:00.000Z"],
      offsets: [-5 * hour, -4 * hour, -5 * hour])
    let plain = try #require(
      try filterCatalog.make("time_of_day:hours=09:30-16:00,timezone=America/New_York").0
        as? TimeOfDayFilter)
    let entry = { EntryView(series: 0, direction: .long, close: 1, time: $0) }
    #expect(plain.answer(entry("2026-01-05T15:00:00.000Z")) == .unknown("timezone"))
    let filter = plain.with(newYork)
    for (time, isInside) in [
      ("2026-01-05T14:29:00.000Z", false), ("2026-01-05T14:30:00.000Z", true),
      ("2026-07-06T13:29:00.000Z", false), ("2026-07-06T13:30:00.000Z", true),
      ("2026-07-06T20:00:00.000Z", false), ("2026-12-01T20:59:00.000Z", true),
    ] as [(Timestamp, Bool)] {
      #expect((filter.answer(entry(time)) == .yes) == isInside, "\(time)")
    }
  }
}
