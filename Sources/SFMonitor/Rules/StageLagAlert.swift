import SFCore

/// Says that a stage is behind the others.
public struct StageLagAlert: AlertRule {
  public static let kind = "stage_lag"
  public static let summary = "A stage is too far behind the one that is ahead of all."
  public static let parameters = [
    Parameter("max", .text, default: "30s", "of the market's time")
  ]
  public static let level = AlertLevel.warning

  /// In milliseconds.
  public let max: Int64

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = try arguments.span("max")
  }

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    let limit = Double(max) / 1_000
    return session.machine.stages.compactMap { stage in
      guard session.machine.isLive, let lag = stage.lag, lag > limit else { return nil }
      return AlertFinding(
        stage.name, value: lag, limit: limit, "the stage \(stage.name) is \(lag) s behind")
    }
  }
}
