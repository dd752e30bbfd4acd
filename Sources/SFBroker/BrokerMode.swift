import SFCore

/// What a broker lets out. It is kept where its orders are, and only a person changes it.
public enum BrokerMode: String, Sendable, Codable, CaseIterable {
  /// All that is approved.
  case active
  /// Exits and cancels, and no entries.
  case reducing
  /// Cancels, and what a person gives.
  case halted

  /// The one that a person asks for; `nil` where something else is said.
  public init?(_ action: Control.Action) {
    switch action {
    case .halt: self = .halted
    case .reduce: self = .reducing
    case .resume: self = .active
    case .allow, .pause, .exit, .cancel, .settle: return nil
    }
  }
}
