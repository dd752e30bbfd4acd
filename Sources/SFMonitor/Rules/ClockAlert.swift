import SFCore

/// Says that the machine's clock is not that of the market.
///
/// A mark that is received before its time shows a clock that is behind by at least as much; a venue
/// that measures its distance says so by an `alert` of the rule `clock`.
public struct ClockAlert: AlertRule {
  public static let kind = "clock"
  public static let summary = "The clock of the machine is not that of the market."
  public static let parameters = [
    Parameter("max", .text, default: "500ms", "how far apart they may be")
  ]
  public static let level = AlertLevel.warning

  /// In milliseconds.
  public let max: Int64

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    max = try arguments.span("max")
  }

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    let limit = Double(max) / 1_000
    var findings = session.said.open(Self.kind).map {
      AlertFinding($0.stage, value: $0.alert.value, limit: limit, $0.alert.text)
    }
    if let receipt = session.machine.receipt, -receipt > max {
      findings.append(
        AlertFinding(
          value: Double(-receipt) / 1_000, limit: limit,
          "a mark was received \(TimeSpan(milliseconds: -receipt).inSeconds) before its time: the "
            + "machine's clock is behind"))
    }
    return findings
  }
}
