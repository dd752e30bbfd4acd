import SFCore

/// What a person has said to the gate, until it is taken back.
struct PersonSays: Sendable, Codable, Hashable {
  private(set) var state = RiskState.active
  /// Symbols that are not to be entered, each once.
  private(set) var paused: [Symbol] = []

  /// Takes a word; whether the state is another one now.
  mutating func hear(_ control: Control) throws(StageError) -> Bool {
    let before = state
    switch control.action {
    case .halt: state = .halted
    case .reduce: state = .reducing
    case .resume: state = .active
    case .pause:
      guard let symbol = try symbol(control) else {
        state = max(state, .reducing)
        break
      }
      if !paused.contains(symbol) { paused.append(symbol) }
    case .allow:
      let symbol = try symbol(control)
      paused.removeAll { symbol == nil || $0 == symbol }
    // The orders that a person gives come among the answers.
    case .exit, .cancel, .settle: break
    }
    return state != before
  }

  /// The symbol that is meant; `nil` for all.
  private func symbol(_ control: Control) throws(StageError) -> Symbol? {
    guard let target = control.target else { return nil }
    guard let symbol = Symbol(target) else {
      throw StageError(
        .badData,
        "found the target '\(target)' of \(control.action.rawValue), expected a symbol")
    }
    return symbol
  }
}
