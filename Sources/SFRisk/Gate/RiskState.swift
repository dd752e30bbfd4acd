/// What the gate lets through. The graver is the greater.
public enum RiskState: String, Sendable, Codable, CaseIterable, Comparable {
  /// What the rules let through.
  case active
  /// Exits and cancels, and no entries.
  case reducing
  /// As `reducing`, and no orders of its own: only a person ends it.
  case halted

  private var gravity: Int {
    switch self {
    case .active: 0
    case .reducing: 1
    case .halted: 2
    }
  }

  public static func < (a: RiskState, b: RiskState) -> Bool { a.gravity < b.gravity }

  /// How grave an alert of a change to it is.
  var alertLevel: String {
    switch self {
    case .active: "info"
    case .reducing: "warning"
    case .halted: "critical"
    }
  }
}
