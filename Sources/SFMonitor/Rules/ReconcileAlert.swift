import SFCore

/// Says that what was bought and sold is not the same everywhere.
public struct ReconcileAlert: AlertRule {
  public static let kind = "reconcile"
  public static let summary = "Strategy and venue do not say the same of what was bought and sold."
  public static let parameters: [Parameter] = []
  public static let level = AlertLevel.error

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    session.fills.unexplained.map {
      AlertFinding($0.id, "the fill \($0.id) is known to \($0.says) alone")
    }
      + session.said.open(Self.kind).map {
        AlertFinding($0.stage, value: $0.alert.value, limit: $0.alert.limit, $0.alert.text)
      }
  }
}
