import SFCore

/// Refuses entries when as many orders as `max` were let through in the last length of time.
///
/// Exits and cancels count, and are never refused.
public struct RateRule: RiskRule {
  public static let kind = "rate"
  public static let summary = "Refuses entries when too many orders came in a length of time."
  public static let parameters = [
    Parameter("max", .integer(1...1_000_000), default: "10", "orders and cancels"),
    Parameter("per", .text, default: "1m", "the length of time, as 1m or 1h"),
    .scope("all"),
  ]

  public let max: Int
  /// In milliseconds.
  public let per: Int64
  public let isOfAllSymbols: Bool
  /// The newest `max` of each scope at least, oldest first.
  private var passed: [Passed] = []

  private struct Passed: Codable, Hashable, Sendable {
    let time: Timestamp
    let series: SeriesIndex
  }

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = arguments.integer("max")
    per = try arguments.span("per")
    isOfAllSymbols = arguments.isOfAllSymbols
  }

  public mutating func note(_ request: PassedRequest) {
    passed.removeAll { $0.time <= request.time + -per }
    passed.append(Passed(time: request.time, series: request.series))
  }

  private func count(_ entry: RiskEntry) -> Int {
    passed.count {
      $0.time > entry.time + -per && (isOfAllSymbols || $0.series == entry.series)
    }
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    count(entry) >= max ? .no(.rule(.tooMany)) : .pass
  }

  public func explanation(_ entry: RiskEntry) -> String {
    "\(Self.kind): fewer than \(max) in \(TimeSpan(milliseconds: per)), there were \(count(entry))"
  }
}
