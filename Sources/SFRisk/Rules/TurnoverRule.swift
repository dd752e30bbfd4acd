import SFCore

/// Bounds what is entered on one day, UTC.
public struct TurnoverRule: RiskRule {
  public static let kind = "turnover"
  public static let summary = "Bounds what is entered on one day."
  public static let parameters = [
    Parameter("max", .ratio, default: "10", "the entries of a day, UTC, of the equity")
  ]

  public let max: Ratio
  /// Days since 1970 of the last entry; `nil` before one.
  private var day: Int64?
  /// What was entered on that day.
  private var entered = Money.zero

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = try arguments.positiveRatio("max")
  }

  public mutating func note(_ request: PassedRequest) {
    guard let entry = request.entry else { return }
    if day != request.time.day { entered = .zero }
    day = request.time.day
    entered += entry.notional
  }

  private func used(_ entry: RiskEntry) -> Money? {
    guard day == entry.time.day else { return .zero }
    return entered.isInRange ? entered : nil
  }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    entry.room(max, besides: used(entry), .room(.maxTurnover))
  }

  public func explanation(_ entry: RiskEntry) -> String {
    "\(Self.kind): \(entry.text(max, besides: used(entry)))"
  }
}
