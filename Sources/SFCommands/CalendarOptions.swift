import ArgumentParser
import SFCore
import SFIngest
import SFTool
import SFTransport

/// When the market is open, for what reads bars and for what judges a year of them.
package struct CalendarOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "When the market is open: 24/7, us (stocks, 252 days a year), 24/5 (currencies, 260), or a "
        + "file with lines as timezone Europe/Berlin, days_per_year 254, hours mon-fri 09:00-17:30, "
        + "closed 2024-12-25. [default: 24/7]", valueName: "file"))
  var calendar: String?

  package init() {}

  /// `nil` for a market that never closes.
  func value() throws -> MarketCalendar? {
    switch calendar {
    case nil, "24/7": return nil
    case "us": return .us(try TimeZoneFile.rules(of: "America/New_York"))
    case "24/5": return .currencies(try TimeZoneFile.rules(of: "America/New_York"))
    case let path?:
      guard path.contains("/") || path.contains(".") else {
        throw ConfigurationError(
          "--calendar",
          "found '\(path)', "
            + NearestName.expected(path, among: ["24/7", "us", "24/5"]) + ", or a file")
      }
      return try CalendarFile.read(try Endpoint.text(of: path), name: path) {
        try TimeZoneFile.rules(of: $0)
      }
    }
  }

  /// For the header: where it is given.
  var settings: [Setting] { calendar.map { [Setting("calendar", $0)] } ?? [] }
}
