import SFCore

/// Says that a day has lost too much of what there was when it began.
public struct DailyLossAlert: AlertRule {
  public static let kind = "daily_loss"
  public static let summary = "The day has lost too much of what there was when it began."
  public static let parameters = [
    Parameter("max", .ratio, default: "0.03", most: .one, likely: .one, "a fraction of it")
  ]
  public static let level = AlertLevel.error

  public let max: Double

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = try arguments.fraction("max")
  }

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    guard let loss = session.book.dailyLoss, loss >= max, let equity = session.book.equity,
      let begin = session.book.today.equityBefore
    else { return [] }
    return [
      AlertFinding(
        value: loss, limit: max,
        "the equity is \(equity.equity), at the begin of the day it was \(begin)")
    ]
  }
}
