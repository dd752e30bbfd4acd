/// A calendar as a user writes it, a line for each thing that is said.
///
///     timezone Europe/Berlin
///     days_per_year 254
///     hours mon-fri 09:00-17:30
///     hours sat 10:00-12:00
///     closed 2024-12-25
public struct CalendarFile {
  private var zone: ZoneRules?
  private var daysPerYear: Double?
  private var hours = [Range<Int>?](repeating: nil, count: 7)
  private var closed: Set<Int64> = []

  private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  /// `zone` reads the rules of a time zone.
  public static func read(
    _ text: String, name: String, zone: (String) throws -> ZoneRules
  ) throws -> MarketCalendar {
    var file = CalendarFile()
    for (place, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let words = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }.map(String.init)
      if words.isEmpty { continue }
      guard try file.take(words, zone) else {
        throw ConfigurationError(
          "--calendar",
          "\(name):\(place + 1): found '\(line)', expected timezone ZONE, days_per_year DAYS, hours "
            + "mon-fri 09:00-17:30 or closed 2024-12-25")
      }
    }
    guard let daysPerYear = file.daysPerYear, file.hours.contains(where: { $0 != nil }) else {
      throw ConfigurationError(
        "--calendar",
        "\(name): found no \(file.daysPerYear == nil ? "days_per_year" : "hours"), expected "
          + "days_per_year DAYS and hours mon-fri 09:00-17:30")
    }
    return MarketCalendar(
      name: name, daysPerYear: daysPerYear, zone: file.zone ?? .utc, hours: file.hours,
      closed: file.closed)
  }

  private mutating func take(_ words: [String], _ rules: (String) throws -> ZoneRules) throws
    -> Bool
  {
    switch (words[0], words.count) {
    case ("timezone", 2):
      zone = try rules(words[1])
      return true
    case ("days_per_year", 2):
      guard let days = Double(words[1]), days > 0, days <= 366 else { return false }
      daysPerYear = days
      return true
    case ("closed", 2):
      let parts = words[1].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 3, let year = parts[0], let month = parts[1], let date = parts[2],
        (1...9_999).contains(year), (1...12).contains(month), (1...31).contains(date)
      else { return false }
      let day = CalendarDay(year: year, month: month, day: date)
      guard day.exists else { return false }
      closed.insert(day.daysSince1970)
      return true
    case ("hours", 3): return takeHours(words[1], words[2])
    default: return false
    }
  }

  private mutating func takeHours(_ days: String, _ span: String) -> Bool {
    let names = days.split(separator: "-", omittingEmptySubsequences: false).map {
      Self.weekdays.firstIndex(of: $0.lowercased())
    }
    let times = span.split(separator: "-", omittingEmptySubsequences: false).map(Self.minutes)
    guard (1...2).contains(names.count), let first = names[0], let last = names[names.count - 1],
      first <= last, times.count == 2, let open = times[0], let close = times[1], open < close
    else { return false }
    for day in first...last { hours[day] = open..<close }
    return true
  }

  /// `09:30`; `24:00` is the end of a day.
  private static func minutes(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
      (0...24).contains(hour), (0..<60).contains(minute), hour * 60 + minute <= 1_440
    else { return nil }
    return hour * 60 + minute
  }
}
