/// A state that a rule watches and that has changed.
public struct Alert: LineMessage {
  @inlinable public static var type: LineType { .alert }

  /// How grave.
  public var level: String
  public var rule: String
  /// Raised or cleared, or what a rule calls its states.
  public var state: String
  /// What was measured; `nil` when nothing was, or it does not exist.
  public var value: Double?
  /// What it was compared with; `nil` when with nothing.
  public var limit: Double?
  /// For people.
  public var text: String

  public init(
    level: String, rule: String, state: String, value: Double?, limit: Double?, text: String
  ) {
    self.level = level
    self.rule = rule
    self.state = state
    self.value = value
    self.limit = limit
    self.text = text
  }
}
