import SFCore

/// Says that an exchange is asked nearly as much as it allows.
///
/// Who asks it says how much, by an `alert` of the rule `rate_limit`: its value is the used fraction.
public struct RateLimitAlert: AlertRule {
  public static let kind = "rate_limit"
  public static let summary = "An exchange is asked nearly as much as it allows."
  public static let parameters = [
    Parameter(
      "max", .ratio, default: "0.7", most: .one, likely: .one, "a fraction of what it allows")
  ]
  public static let level = AlertLevel.warning

  public let max: Double

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = try arguments.fraction("max")
  }

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    session.said.open(Self.kind).compactMap { said in
      guard let used = said.alert.value, used >= max else { return nil }
      return AlertFinding(said.stage, value: used, limit: max, said.alert.text)
    }
  }
}
