/// When price rules close a position.
public enum ExitTrigger: String, Sendable, Codable, CaseIterable {
  /// At closes only.
  case close
  /// At their levels, inside the bar.
  case intrabar
}
