import SFCore

/// Says that equity is too far below its peak.
public struct DrawdownAlert: AlertRule {
  public static let kind = "drawdown"
  public static let summary = "Equity is too far below its peak."
  public static let parameters = [
    Parameter("max", .ratio, default: "0.1", most: .one, likely: .one, "a fraction of the peak")
  ]
  public static let level = AlertLevel.error

  public let max: Double

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = try arguments.fraction("max")
  }

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    guard let equity = session.book.equity, equity.drawdown >= max else { return [] }
    return [
      AlertFinding(
        value: equity.drawdown, limit: max,
        "the equity is \(equity.equity), \(equity.drawdown.percent) below its peak")
    ]
  }
}
