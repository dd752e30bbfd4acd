import SFCore

/// Says that too few of the last round trips have gained.
public struct HitRateAlert: AlertRule {
  public static let kind = "hit_rate"
  public static let summary = "Too few of the last round trips have gained."
  public static let parameters = [
    Parameter("min", .ratio, default: "0.4", most: .one, likely: .one, "the share that gains"),
    Parameter(
      "window", .integer(1...TripRecord.longestWindow), default: "50",
      "round trips that are looked at; with fewer nothing is said"),
  ]
  public static let level = AlertLevel.warning

  public let min: Double
  public let window: Int

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    min = try arguments.fraction("min")
    window = arguments.integer("window")
  }

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    guard let rate = session.book.trips.hitRate(last: window), rate < min else { return [] }
    return [
      AlertFinding(
        value: rate, limit: min, "\(rate.percent) of the last \(window) round trips have gained")
    ]
  }
}
