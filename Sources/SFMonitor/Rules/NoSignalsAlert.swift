import SFCore

/// Says that the detectors have been silent for too long.
public struct NoSignalsAlert: AlertRule {
  public static let kind = "no_signals"
  public static let summary = "No detector has seen anything for too long."
  public static let parameters = [
    Parameter("bars", .integer(1...1_000_000), default: "500", "marks without a signal")
  ]
  public static let level = AlertLevel.warning

  public let bars: Int

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    bars = arguments.integer("bars")
  }

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    let silent = session.signals.silentMarks
    guard silent >= bars else { return [] }
    return [
      AlertFinding(
        value: Double(silent), limit: Double(bars), "no signal for \(silent) marks")
    ]
  }
}
