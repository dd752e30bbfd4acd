import ArgumentParser
import SFCore
import SFReport
import SFTool
import SFTransport

/// When the market is open, for what reads bars.
package struct CalendarOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "When the market is open: 24/7, us (stocks, 252 days a year), 24/5 (currencies, 260), or a "
        + "file with lines as timezone Europe/Berlin, days_per_year 254, hours mon-fri 09:00-17:30, "
        + "closed 2024-12-25. [default: 24/7, or that of the run]", valueName: "file"))
  package var calendar: String?

  package init() {}

  private static let names = ["24/7", "us", "24/5"]

  /// Whether it names a file, and none of the calendars that are known.
  package static func isFile(_ name: String) -> Bool {
    !names.contains(name) && (name.contains("/") || name.contains("."))
  }

  /// `nil` for a market that never closes.
  func value() throws -> MarketCalendar? { try calendar.flatMap(Self.read) }

  /// The calendar of that name, or of a file; `nil` for a market that never closes.
  @Sendable package static func read(_ name: String) throws -> MarketCalendar? {
    switch name {
    case "24/7": return nil
    case "us": return .us(try TimeZoneFile.rules(of: "America/New_York"))
    case "24/5": return .currencies(try TimeZoneFile.rules(of: "America/New_York"))
    case let path:
      guard isFile(path) else {
        throw ConfigurationError(
          "--calendar",
          "found '\(path)', "
            + NearestName.expected(path, among: names) + ", or a file")
      }
      return try CalendarFile.read(try Endpoint.text(of: path), name: path) {
        try TimeZoneFile.rules(of: $0)
      }
    }
  }

  /// For the header: where it is given.
  var settings: [Setting] { calendar.map { [Setting("calendar", $0)] } ?? [] }
}

/// The calendar of the market, and the days of a year, for what judges one.
package struct MarketDaysOptions: ParsableArguments {
  @OptionGroup package var dated: CalendarOptions

  @Option(
    help: ArgumentHelp(
      "On how many days of a year the market trades; figures for a year count in them. [default: "
        + "those of the calendar, or of the run]", valueName: "days"))
  package var daysPerYear: Double?

  package init() {}

  /// By which days a run is judged: these, or those that it names.
  package func judged() throws -> JudgedDays {
    if let daysPerYear, !(daysPerYear > 0 && daysPerYear.isFinite) {
      throw ConfigurationError("--days-per-year", "must be greater than 0, is \(daysPerYear)")
    }
    let said: JudgedDays.Said =
      if let calendar = try dated.value() {
        .market(calendar)
      } else {
        dated.calendar == nil ? .nothing : .always
      }
    return JudgedDays(said, daysPerYear: daysPerYear, read: CalendarOptions.read)
  }

  /// The days of a year that are known without a run.
  package func knownDays() throws -> Double? {
    try daysPerYear ?? dated.value()?.daysPerYear ?? (dated.calendar == nil ? nil : 365)
  }

  /// The words that say the same to another tool.
  package var words: [String] {
    (dated.calendar.map { ["--calendar", $0] } ?? [])
      + (daysPerYear.map { ["--days-per-year", $0.description] } ?? [])
  }

  package var isGiven: Bool { !words.isEmpty }
}
