import SFCore

/// Says that nobody knows what has become of an order.
public struct OrderUnknownAlert: AlertRule {
  public static let kind = "order_unknown"
  public static let summary = "Nobody has said for too long what has become of an order."
  public static let parameters = [
    Parameter("max", .text, default: "60s", "by the clock of the machine")
  ]
  public static let level = AlertLevel.error

  /// In milliseconds.
  public let max: Int64

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = try arguments.span("max")
  }

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    session.machine.unknownOrders.compactMap { order in
      let age = wall - order.since
      guard age > max else { return nil }
      return AlertFinding(
        order.id, value: Double(age) / 1_000, limit: Double(max) / 1_000,
        "it is not known what has become of the order \(order.id)")
    }
  }
}
