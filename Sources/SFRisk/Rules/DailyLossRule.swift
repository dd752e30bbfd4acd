import SFCore

/// Acts when a day has lost too much of what there was when it began, until the next one begins.
///
/// Days begin at 00:00 UTC: with the equity at that mark, or at the last one before where there is
/// none; the first day with the capital.
public struct DailyLossRule: RiskRule {
  public static let kind = "daily_loss"
  public static let summary = "Acts when a day has lost too much, until the next one begins."
  public static let parameters = [
    Parameter("max", .ratio, default: "0.03", "a loss, of the equity at the begin of the day"),
    RiskAction.parameter,
  ]
  public static let watches = true

  public let max: Ratio
  public let action: RiskAction
  private var isMet = false
  /// Days since 1970; `nil` before the first mark.
  private var day: Int64?
  /// From what there was when the day began.
  private var limit: LossLimit
  /// At the last mark.
  private var equity = Money.zero

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = try arguments.fraction("max")
    action = RiskAction(arguments)
    limit = LossLimit(max, of: .zero)
  }

  private var base: Money { limit.base }

  public var state: RiskState { isMet ? action.state : .active }
  public var flattens: Bool { isMet && action == .flatten }

  public mutating func update(_ mark: inout RiskMark) {
    if day != mark.time.day {
      let isMidnight = mark.time.milliseconds == mark.time.day * Timestamp.millisecondsPerDay
      // At the first mark nothing has been traded: the equity is the capital.
      limit.move(to: day == nil || isMidnight ? mark.equity : equity)
      day = mark.time.day
      // A halt waits for a person.
      if action != .halt { isMet = false }
    }
    equity = mark.equity
    if limit.isMet(by: mark.equity) { isMet = true }
  }

  public var measure: RiskMeasure? {
    guard day != nil else { return nil }
    return RiskMeasure(
      value: equity.loss(of: base), limit: max.double,
      text: "the equity is \(equity), at the begin of the day it was \(base)")
  }

  public mutating func resume(at equity: Money) {
    isMet = false
    limit.move(to: equity)
  }

  public func explanation(_ entry: RiskEntry) -> String {
    "\(Self.kind): an equity above \(Ratio.one.double - max.double) of \(base)"
  }
}
