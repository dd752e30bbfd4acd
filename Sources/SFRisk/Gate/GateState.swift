import SFCore

/// States: what rules and a person say, each change an alert.
extension RiskGate {
  /// Takes the word of a person.
  mutating func hear(
    _ control: Control, _ turn: inout GateTurn?
  ) throws(StageError) {
    let before = state
    let isChanged = try person.hear(control)
    rules.hear(control)
    if control.action == .resume {
      try mark.value()
      rules.resume(at: mark.equity)
    }
    guard isChanged || state != before else { return }
    turn.made.alerts.append(
      Alert(
        level: state.alertLevel, rule: "control", state: state.rawValue, value: nil, limit: nil,
        text: "\(control.who): \(control.action.rawValue), \(control.reason)"))
  }

  /// Shows the mark to the rules, and says which of them changed what it lets through.
  mutating func judgeState(_ turn: inout GateTurn?) throws(StageError) {
    try mark.value()
    let person = person.state
    try rules.show(&mark) { rule, state in
      turn.made.alerts.append(Self.alert(of: rule, max(person, state)))
    }
  }

  /// `state` is what rules and a person let through together.
  private static func alert(of rule: any RiskRule, _ state: RiskState) -> Alert {
    let (kind, measure) = (type(of: rule).kind, rule.measure)
    return Alert(
      level: rule.state.alertLevel, rule: kind, state: state.rawValue, value: measure?.value,
      limit: measure?.limit, text: "\(kind): \(measure?.text ?? rule.state.rawValue)")
  }
}
