import SFCore

/// States: what rules and a person say, each change an alert.
extension RiskGate {
  /// Takes the word of a person.
  mutating func hear(
    _ control: Control, _ turn: inout GateTurn
  ) throws(StageError) {
    let before = state
    let isChanged = try person.hear(control)
    for index in rules.rules.indices { rules.rules[index].hear(control) }
    if control.action == .resume {
      let equity = try equity()
      for index in rules.rules.indices { rules.rules[index].resume(at: equity) }
    }
    for place in rules.watching.indices {
      ruleStates[place] = rules.rules[rules.watching[place]].state
    }
    ruleState = ruleStates.max() ?? .active
    guard isChanged || state != before else { return }
    turn.alerts.append(
      Alert(
        level: state.alertLevel, rule: "control", state: state.rawValue, value: nil, limit: nil,
        text: "\(control.who): \(control.action.rawValue), \(control.reason)"))
  }

  /// Shows the mark to every rule, and says which of them changed what it lets through.
  mutating func judgeState(
    _ step: borrowing Step, _ turn: inout GateTurn
  ) throws(StageError) {
    let hasClosed = !book.closed.isEmpty
    guard rules.watchesAll || hasClosed && !rules.watching.isEmpty else { return }
    let mark = RiskMark(
      time: step.ts, bars: step.bars, closed: book.closed, equity: try equity(),
      sharedMarket: sharedMarket)
    for place in ruleStates.indices where hasClosed || !rules.waiting[place] {
      let index = rules.watching[place]
      let state = try rules.rules[index].updated(mark)
      // Not `!=`, which compares the texts of both.
      if state == ruleStates[place] { continue }
      ruleStates[place] = state
      ruleState = ruleStates.max() ?? .active
      turn.alerts.append(alert(of: rules.rules[index]))
    }
  }

  private func alert(of rule: any RiskRule) -> Alert {
    let (kind, measure) = (type(of: rule).kind, rule.measure)
    return Alert(
      level: rule.state.alertLevel, rule: kind, state: state.rawValue, value: measure?.value,
      limit: measure?.limit, text: "\(kind): \(measure?.text ?? rule.state.rawValue)")
  }
}
