/// What a broker lets out. It is kept where its orders are, and only a person changes it.
public enum BrokerMode: String, Sendable, Codable, CaseIterable {
  /// All that is approved.
  case active
  /// Exits and cancels, and no entries.
  case reducing
  /// Cancels, and what a person gives.
  case halted
}
