import Foundation
import SFCore
import SFIngest
import SFTestSupport
import SFWire
import Testing

import SFCommands

/// Days, weeks and sessions of markets whose clocks are moved, on three continents over ten years.
@Suite struct LocalDaysTests {
  private static let zones = [
    "America/New_York", "Europe/Berlin", "Australia/Sydney", "America/Sao_Paulo", "Asia/Kolkata",
    "Australia/Lord_Howe",
  ]

  /// What Foundation says of a zone, which reads the same files by code of its own.
  private struct Peer {
    let calendar: Calendar
    let zone: TimeZone

    init(_ name: String) throws {
      zone = try #require(TimeZone(identifier: name))
      var calendar = Calendar(identifier: .gregorian)
      calendar.timeZone = zone
      self.calendar = calendar
    }

    func moment(_ day: Int64, hour: Int, minute: Int = 0) throws -> Int64 {
      let date = CalendarDay(daysSince1970: day)
      let parts = DateComponents(
        year: date.year, month: date.month, day: date.day, hour: hour, minute: minute)
      let moment = try #require(calendar.date(from: parts))
      return Int64(moment.timeIntervalSince1970) * 1_000
    }

    func offset(at moment: Int64) -> String {
      let seconds = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment) / 1_000))
      let minutes = abs(seconds) / 60
      func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
      return (seconds < 0 ? "-" : "+") + "\(two(minutes / 60)):\(two(minutes % 60))"
    }
  }

  private static func text(_ day: Int64) -> String {
    String(Timestamp(milliseconds: day * 86_400_000).description.prefix(10))
  }

  private static func read(
    _ rows: [String], _ interval: Interval, zone: String?
  ) throws -> (times: [Int64], gaps: [Int]) {
    var options = IngestOptions()
    options.symbol = "X"
    options.interval = interval
    options.shape.zone = try zone.map { try TimeZoneFile.rules(of: $0) }
    let text = "time,open,high,low,close\n" + rows.map { "\($0),1,1,1,1\n" }.joined()
    var ingest = Ingest([MemorySource(text)], options)
    var step = Step()
    var (times, gaps): ([Int64], [Int]) = ([], [])
    while try ingest.next(&step) {
      times.append(step.ts.milliseconds)
      gaps += step.gaps.map(\.bars)
    }
    return (times, gaps)
  }

  private static let first = CalendarDay(year: 2014, month: 12, day: 25).daysSince1970
  private static let last = CalendarDay(year: 2025, month: 1, day: 5).daysSince1970

  /// Not every midnight exists: São Paulo moved its clocks at it.
  @Test(arguments: zones)
  func `a day without a zone ends when the next begins`(name: String) throws {
    let peer = try Peer(name)
    let days = (Self.first..<Self.last).filter { name != "America/Sao_Paulo" || $0 >= 18_000 }
    let times = try Self.read(days.map(Self.text), try #require(Interval("1d")), zone: name)
    #expect(times.gaps.isEmpty)
    #expect(times.times == (try days.map { try peer.moment($0 + 1, hour: 0) }), "\(name)")
  }

  @Test(arguments: zones)
  func `days and sessions with a zone in the text are one grid`(name: String) throws {
    let peer = try Peer(name)
    let days = (Self.first..<Self.last).filter { ($0 + 3) % 7 < 5 }
    for (interval, opens) in [("1d", [9]), ("4h", [4, 8]), ("65m", [9])] {
      let moments = try days.flatMap { day in
        try opens.map { try peer.moment(day, hour: $0, minute: 30) }
      }
      let rows = moments.map { moment in
        let offset = peer.zone.secondsFromGMT(
          for: Date(timeIntervalSince1970: Double(moment) / 1_000))
        let local = String(
          Timestamp(milliseconds: moment + Int64(offset) * 1_000).description.dropLast(5))
        return local + peer.offset(at: moment)
      }
      guard let interval = Interval(interval), let length = interval.milliseconds else { continue }
      let read = try Self.read(rows, interval, zone: nil)
      #expect(read.times == moments.map { $0 + length }, "\(name) \(interval)")
      // Two days of each weekend, or what of a day lies between sessions, are missing.
      if interval.text == "1d" { #expect(read.gaps.allSatisfy { $0 == 2 }) }
    }
  }

  /// Hours by a local clock, of which one comes twice in autumn and one not at all in spring.
  @Test(arguments: ["America/New_York", "Europe/Berlin", "Australia/Sydney"])
  func `hours of a local clock go forward`(name: String) throws {
    let zone = try Peer(name).zone
    let hours = stride(from: Self.first * 24, to: (Self.first + 800) * 24, by: 1)
    let moments = hours.map { $0 * 3_600_000 }
    let rows = moments.map { moment in
      let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment) / 1_000))
      return Timestamp(milliseconds: moment + Int64(offset) * 1_000).description.dropLast(5)
    }
    let read = try Self.read(rows.map(String.init), try #require(Interval("1h")), zone: name)
    #expect(read.gaps.isEmpty)
    #expect(read.times == moments.map { $0 + 3_600_000 })
  }

  @Test func `a time that no clock shows is an error`() {
    #expect(throws: IngestError.self) {
      try Self.read(
        ["2024-03-10 02:30"], try #require(Interval("1h")), zone: "America/New_York")
    }
  }
}
