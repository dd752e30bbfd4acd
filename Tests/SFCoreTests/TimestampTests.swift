import Foundation
import SFCore
import SFTestSupport
import Testing

@Suite struct TimestampTests {
  @Test func `reads what it writes, over the whole range`() {
    var generator = SeededGenerator(seed: 12)
    var times = [Timestamp.earliest, .latest, Timestamp(milliseconds: 0), .earliest + 1]
    for _ in 0..<300_000 {
      times.append(
        Timestamp(
          milliseconds: Int64.random(
            in: Timestamp.earliest.milliseconds...Timestamp.latest.milliseconds, using: &generator))
      )
    }
    for ts in times {
      let text = ts.description
      if text.utf8.count != 24 || Timestamp(text) != ts {
        Issue.record("\(ts.milliseconds): \(text)")
        return
      }
    }
    #expect(Timestamp.earliest.description == "0001-01-01T00:00:00.000Z")
    #expect(Timestamp.latest.description == "9999-12-31T23:59:59.999Z")
  }

  @Test func `orders texts as it orders times`() {
    var generator = SeededGenerator(seed: 13)
    var last = Timestamp.earliest
    for _ in 0..<50_000 where last < .latest {
      let next = Timestamp(
        milliseconds: min(
          last.milliseconds + Int64.random(in: 1...12_000_000_000, using: &generator),
          Timestamp.latest.milliseconds))
      #expect(last.description < next.description)
      last = next
    }
  }

  @Test(arguments: [
    "2026-01-05T09:31:00Z", "2026-01-05 09:31:00.000Z", "2026-01-05T09:31:00.000+", "",
    "2026-02-29T00:00:00.000Z", "1900-02-29T00:00:00.000Z", "2026-04-31T00:00:00.000Z",
    "2026-13-01T00:00:00.000Z", "2026-00-01T00:00:00.000Z", "2026-01-00T00:00:00.000Z",
    "2026-01-32T00:00:00.000Z", "2026-01-05T24:00:00.000Z", "2026-01-05T09:60:00.000Z",
    "2026-01-05T09:31:60.000Z", "0000-01-01T00:00:00.000Z", "2026-01-05T09:31:00.000z",
    "2026-01-05t09:31:00.000Z", "2026-01-05T09:31:00,000Z", "+026-01-05T09:31:00.000Z",
    "2026-01-05T09:31:00.0000Z", "2026-01-05T09:31:00.00AZ", "2026-01-05T0 :31:00.000Z",
  ])
  func `refuses other forms and moments that do not exist`(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test(arguments: ["2024-02-29T23:59:59.999Z", "2000-02-29T00:00:00.000Z"])
  func `reads leap days`(text: String) {
    #expect(Timestamp(text)?.description == text)
  }

  /// From before the first year of the wire to after its last: each day that Foundation counts.
  @Test func `agrees with Foundation's calendar`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    // Foundation's calendar is Julian before October 1582.
    let first = CalendarDay(year: 1583, month: 1, day: 1).daysSince1970
    let last = CalendarDay(year: 9999, month: 12, day: 31).daysSince1970
    for days in stride(from: first, through: last, by: 97) {
      let day = CalendarDay(daysSince1970: days)
      let parts = calendar.dateComponents(
        [.year, .month, .day], from: Date(timeIntervalSince1970: Double(days) * 86_400))
      #expect(parts.year == day.year && parts.month == day.month && parts.day == day.day)
      #expect(day.daysSince1970 == days && day.exists)
    }
  }

  @Test func `counts every day of the calendar once`() {
    var days = Timestamp.earliest.day
    for year in 1...2_400 {
      for month in 1...12 {
        for day in 1...31 {
          let date = CalendarDay(year: year, month: month, day: day)
          guard date.exists else { continue }
          if date.daysSince1970 != days || CalendarDay(daysSince1970: days) != date {
            Issue.record("\(year)-\(month)-\(day)")
            return
          }
          days += 1
        }
      }
    }
  }
}
