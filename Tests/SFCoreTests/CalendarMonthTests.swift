import Foundation
import SFCore
import Testing

@Suite struct CalendarMonthTests {
  private static let day = Timestamp.millisecondsPerDay

  /// Foundation's calendar, by code of its own.
  @Test func `months begin and follow each other as in any calendar`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    for number in 0..<1_800 {
      let parts = DateComponents(year: 1_960 + number / 12, month: number % 12 + 1, day: 1)
      let date = try #require(calendar.date(from: parts))
      let begin = Int64(date.timeIntervalSince1970) * 1_000
      let next = try #require(calendar.date(byAdding: .month, value: 1, to: date))
      let end = Int64(next.timeIntervalSince1970) * 1_000
      for time in [begin, begin + 1, begin + 14 * Self.day, end - 1] {
        #expect(CalendarMonth.begin(of: time) == begin)
      }
      for count in [-25, -1, 1, 13] as [Int64] {
        let other = try #require(calendar.date(byAdding: .month, value: Int(count), to: date))
        let begins = Int64(other.timeIntervalSince1970) * 1_000
        #expect(CalendarMonth.later(begin, by: count) == begins)
        // As clocks beside UTC have it.
        for shift in [-11, 14] as [Int64] {
          #expect(
            CalendarMonth.later(begin + shift * 3_600_000, by: count)
              == begins + shift * 3_600_000)
        }
        #expect(CalendarMonth.between(begin, begins) == count)
      }
      #expect(CalendarMonth.between(begin, begin + 15 * Self.day) == nil)
    }
  }

  @Test func `a month is an interval of its own`() throws {
    let month = try #require(Interval("1M"))
    #expect(month == .month && month.text == "1M" && month != Interval("1m"))
    #expect(Interval("2M")?.milliseconds == nil)
    #expect(Interval.meant(by: "1mo") == month && Interval.meant(by: "3months") == nil)
    let order = ["100t", "1M", "31d", "1m", "30d"].compactMap(Interval.init)
      .sorted(by: Interval.isOrdered)
    #expect(order.map(\.text) == ["1m", "30d", "1M", "31d", "100t"])
  }

  @Test func `a bin of a month is as long as the month`() throws {
    let day = try #require(Interval("1d"))
    var bin = try #require(BarBin(.month, of: day))
    var closed: [(Timestamp, Int)] = []
    let bar = Bar(series: 0, open: 1, high: 1, low: 1, close: 1, volume: 1)
    let first = CalendarDay(year: 2024, month: 1, day: 1).daysSince1970
    for number in 1...91 {
      let ts = Timestamp(milliseconds: (first + Int64(number)) * Self.day)
      let isBehind = bin.close(before: ts)
      #expect(!isBehind)
      if bin.add(bar, [], at: ts) { closed.append((ts, bin.count)) }
      #expect(bin.capacity == [31, 29, 31][number <= 31 ? 0 : number <= 60 ? 1 : 2])
    }
    #expect(
      closed.map(\.0) == [
        "2024-02-01T00:00:00.000Z", "2024-03-01T00:00:00.000Z", "2024-04-01T00:00:00.000Z",
      ])
    #expect(closed.map(\.1) == [31, 29, 31])
    #expect(BarBin(.month, of: try #require(Interval("1w"))) == nil)
    #expect(BarBin(.month, of: try #require(Interval("7h"))) == nil)
  }
}
