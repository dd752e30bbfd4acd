import SFCore

/// Says that equity is below what the backtest led to expect.
///
/// A day counts as one of the backtest's days from its begin: at its end it is compared with what so
/// many days may bring.
public struct ExpectationAlert: AlertRule {
  public static let kind = "expectation"
  public static let summary = "Equity is below a quantile of what --expected led to expect."
  public static let parameters = [
    Parameter(
      "quantile", .choice(["0.05", "0.25", "0.5"]), default: "0.05",
      "of the paths that the backtest's days may take")
  ]
  public static let level = AlertLevel.error

  public let quantile: Double

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    quantile = Double(arguments.name("quantile")) ?? 0.05
  }

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    let days = session.book.curve.days
    guard let cone = session.expectation, let first = session.book.curve.points.first,
      let now = days.last, let start = days.first,
      let growth = cone.growth(quantile, after: Int(now.at.day - start.at.day) + 1)
    else { return [] }
    let limit = first.equity.double * growth
    guard now.equity.double < limit else { return [] }
    let text = Price(rounding: limit).map { "\($0)" } ?? "\(limit)"
    return [
      AlertFinding(
        value: now.equity.double, limit: limit,
        "the equity is \(now.equity), expected were at least \(text) with a chance of "
          + (1 - quantile).percent)
    ]
  }
}
