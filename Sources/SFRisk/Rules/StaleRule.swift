import SFCore

/// Refuses an entry of a symbol whose last bar is old.
public struct StaleRule: RiskRule {
  public static let kind = "stale"
  public static let summary = "Refuses an entry of a symbol whose last bar is old."
  public static let parameters = [
    Parameter("bars", .integer(1...1_000_000), default: "3", "older than so many bars is too old")
  ]
  public static let watches = true

  public let bars: Int

  public init(_ arguments: Arguments) { bars = arguments.integer("bars") }

  public mutating func update(_ mark: inout RiskMark) throws(StageError) {
    guard let interval = mark.market.markets.interval, interval.milliseconds == nil else { return }
    throw StageError(
      .configuration,
      "found bars on \(interval), expected bars with a length: \(Self.kind) "
        + "counts in it")
  }

  /// How old the last bar is, in milliseconds; `nil` without one.
  private func age(_ entry: RiskEntry) -> Int64? {
    entry.market.lastBar(of: entry.series).map { entry.time - $0 }
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    guard let age = age(entry), age <= Int64(bars) * entry.market.barLength else {
      return .no(.market(.stale))
    }
    return .pass
  }

  public func explanation(_ entry: RiskEntry) -> String {
    let age = age(entry).map { "\(TimeSpan(milliseconds: $0))" } ?? "none"
    return "\(Self.kind): a bar of the last \(bars), its age is \(age)"
  }
}
