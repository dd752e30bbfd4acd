import SFCore

/// Says that the market has gone silent: a bar was due and has not come.
///
/// A source that follows a market says when its next bar is due; of any other a mark is missed once
/// so many intervals have gone by on the clock of the machine.
public struct StreamSilentAlert: AlertRule {
  public static let kind = "stream_silent"
  public static let summary = "A bar was due and has not come."
  public static let parameters = [
    Parameter(
      "bars", .integer(1...1_000_000), default: "3",
      "intervals without a mark, where the source does not say when the next is due")
  ]
  public static let level = AlertLevel.error

  public let bars: Int

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    bars = arguments.integer("bars")
  }

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    guard session.machine.isLive else { return [] }
    if let since = session.machine.stages.compactMap(\.outageSince).min() {
      let seconds = Double(wall - since) / 1_000
      return [AlertFinding(value: seconds, "no bar has come that was due at \(since)")]
    }
    guard let heard = session.machine.heard, let interval = session.market.interval else {
      return []
    }
    let (silent, limit) = (wall - heard, interval * Int64(bars))
    guard silent > limit else { return [] }
    return [
      AlertFinding(
        value: Double(silent) / 1_000, limit: Double(limit) / 1_000,
        "no mark since \(session.mark.map { "\($0)" } ?? "the start")")
    ]
  }
}
