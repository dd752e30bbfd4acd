import Glibc
import SFCore
import SFStrategy
import Synchronization

/// The time zones of the system, as values for stages, which read no files.
package enum TimeZoneFile {
  /// Rules are worked out for these years; before and after them the first and last offset hold.
  private static let years = 1970...2099

  /// What a zone adds to UTC, and from when on.
  ///
  /// The C library reads the zone and says what holds at a time; where two days differ, the second
  /// at which they do is found by halving. No zone has changed twice within a day.
  package static func rules(of name: String) throws(ConfigurationError) -> ZoneRules {
    guard isZone(name) else {
      throw ConfigurationError(
        "timezone", "must be a time zone of the system, found \(name)",
        help: "an IANA name as America/New_York; they stand in \(folder) (package tzdata)")
    }
    // To ask for a zone is to set it for the whole process: one asks at a time, and what was there
    // is put back.
    return turn.withLock { _ in read(name) }
  }

  private static let turn = Mutex(())

  private static func read(_ name: String) -> ZoneRules {
    let before = getenv("TZ").map { String(cString: $0) }
    setenv("TZ", ":" + name, 1)
    tzset()
    defer {
      if let before { setenv("TZ", before, 1) } else { unsetenv("TZ") }
      tzset()
    }
    let day = 86_400
    var time = Int(CalendarDay(year: years.lowerBound, month: 1, day: 1).daysSince1970) * day
    let end = Int(CalendarDay(year: years.upperBound + 1, month: 1, day: 1).daysSince1970) * day
    var (starts, offsets) = ([Timestamp.earliest], [offset(at: time)])
    while time < end {
      let next = offset(at: time + day)
      if next != offsets[offsets.count - 1] {
        var (low, high) = (time, time + day)
        while high - low > 1 {
          let middle = (low + high) / 2
          if offset(at: middle) == next { high = middle } else { low = middle }
        }
        starts.append(Timestamp(milliseconds: Int64(high) * 1_000))
        offsets.append(next)
      }
      time += day
    }
    return ZoneRules(starts: starts, offsets: offsets)
  }

  /// Milliseconds east of UTC, in the zone that is set.
  private static func offset(at seconds: Int) -> Int64 {
    var (time, parts) = (time_t(seconds), tm())
    localtime_r(&time, &parts)
    return Int64(parts.tm_gmtoff) * 1_000
  }

  private static var folder: String {
    getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
  }

  /// Whether the system has a file of that name that is a time zone: for an unknown one the C
  /// library would say UTC.
  private static func isZone(_ name: String) -> Bool {
    let isName =
      !name.isEmpty && !name.hasPrefix("/") && !name.contains("..")
      && name.utf8.allSatisfy { $0 > 32 && $0 < 127 }
    guard isName, let file = fopen("\(folder)/\(name)", "r") else { return false }
    defer { fclose(file) }
    var magic = [UInt8](repeating: 0, count: 4)
    return fread(&magic, 1, 4, file) == 4 && magic == Array("TZif".utf8)
  }
}
