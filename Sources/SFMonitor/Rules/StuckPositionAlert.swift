import SFCore

/// Says that a position is open for too long: its exits may never come.
public struct StuckPositionAlert: AlertRule {
  public static let kind = "stuck_position"
  public static let summary = "A position has been open for too long."
  public static let parameters = [
    Parameter(
      "bars", .integer(1...1_000_000), default: "300",
      "its age, in bars of the market's shortest interval")
  ]
  public static let level = AlertLevel.warning

  public let bars: Int

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    bars = arguments.integer("bars")
  }

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    session.book.positions.values.compactMap { position in
      guard let age = session.age(of: position), age >= bars else { return nil }
      return AlertFinding(
        position.id, value: Double(age), limit: Double(bars),
        "\(position.symbol): the position \(position.id) has been open for \(age) bars")
    }
  }
}
