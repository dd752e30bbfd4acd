import SFCore
import SFStats

/// By which days a run is judged: those that somebody says, or else those that the run names.
///
/// The calendar decides where a day ends, and how many days of a year there are where nobody says
/// that.
public struct JudgedDays: Sendable, Codable {
  /// The calendar that is said.
  public enum Said: Sendable, Codable {
    case nothing
    /// That the market never closes.
    case always
    case market(MarketCalendar)
  }

  private let said: Said
  private let daysPerYear: Double?
  private let reader: Reader

  /// `read` reads the calendar that a run names, by its name or the path of its file.
  public init(
    _ said: Said = .nothing, daysPerYear: Double? = nil,
    read: @escaping @Sendable (String) throws -> MarketCalendar?
  ) {
    self.said = said
    self.daysPerYear = daysPerYear
    reader = Reader(read: read)
  }

  /// The calendar, `nil` for a market that never closes, and its days of a year.
  func resolved(
    for header: Header
  ) throws(StageError) -> (calendar: MarketCalendar?, daysPerYear: Double) {
    let strategy = header.stages.last { $0.name == "sf-strategy" }
    let ofRun = try Self.daysPerYear(of: strategy)
    switch said {
    case .always: return (nil, daysPerYear ?? DailyReturns.perYear)
    case .market(let calendar): return (calendar, daysPerYear ?? calendar.daysPerYear)
    case .nothing: break
    }
    let named = ["sf-strategy", "sf-ingest"].lazy.compactMap { name in
      Self.calendar(of: header.stages.last { $0.name == name })
    }.first
    let calendar = try named.flatMap { name throws(StageError) in try read(name) }
    // Who names a calendar counts in its days, unless the strategy was told of others.
    let own = ofRun == DailyReturns.perYear && Self.calendar(of: strategy) == nil ? nil : ofRun
    return (calendar, daysPerYear ?? own ?? calendar?.daysPerYear ?? DailyReturns.perYear)
  }

  private func read(_ name: String) throws(StageError) -> MarketCalendar? {
    do {
      return try reader.read(name)
    } catch {
      let reason = (error as? any ReportableError)?.message ?? "\(error)"
      throw StageError(
        .configuration, "the run has the calendar '\(name)', which cannot be read: \(reason)",
        help: "--calendar says which one it is, 24/7 that there is none")
    }
  }

  private static func calendar(of stage: StageEntry?) -> String? {
    guard case .text(let name)? = stage?.setting(named: "calendar") else {
      return nil
    }
    return name
  }

  /// On how many days of a year the market trades, as the run says.
  private static func daysPerYear(of strategy: StageEntry?) throws(StageError) -> Double {
    let value = strategy?.setting(named: "days_per_year")
    guard let value else { return DailyReturns.perYear }
    guard case .number(let text) = value, let days = Double(text), days > 0, days.isFinite else {
      throw StageError(
        .badData,
        "found \(value) as the days_per_year of sf-strategy in the header, expected a number "
          + "above 0")
    }
    return days
  }

  /// Who reads files for a stage, which reads none. It is asked before the first step alone, and so
  /// is no memory.
  private struct Reader: Sendable, Codable {
    let read: @Sendable (String) throws -> MarketCalendar?

    init(read: @escaping @Sendable (String) throws -> MarketCalendar?) {
      self.read = read
    }
    init(from decoder: any Decoder) throws { read = { _ in nil } }
    func encode(to encoder: any Encoder) throws {
      var container = encoder.unkeyedContainer()
      try container.encode(contentsOf: [Bool]())
    }
  }
}
