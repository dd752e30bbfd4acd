import SFCore

/// Says that a venue does not let out all that is approved.
public struct ModeAlert: AlertRule {
  public static let kind = "mode"
  public static let summary = "The venue lets out exits alone, or nothing."
  public static let parameters: [Parameter] = []
  public static let level = AlertLevel.warning

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public mutating func findings(_ session: SessionState, at wall: Timestamp) -> [AlertFinding] {
    let mode = session.venue.mode
    guard mode != .active else { return [] }
    let word = session.venue.lastWord.map { ": \($0.who), \($0.reason)" } ?? ""
    return [AlertFinding(mode.rawValue, "the venue is \(mode.rawValue)\(word)")]
  }
}
