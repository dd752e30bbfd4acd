import SFCore

/// What the gate says at a mark, in the order of its lines.
public enum GateWord: Sendable {
  /// A change of state.
  case alert(Alert)
  /// What it lets through, or asks for itself.
  case order(Approved<Order>)
  case cancel(Approved<Cancel>)
  /// What it refuses or cuts.
  case refusal(Refusal)
}

extension RiskGate {
  /// Takes a mark as one turn: changes of state, what it does by itself, then what the trader asks
  /// for, each request in turn. `nil` where there is nothing to say, as at most marks. The step is
  /// `inout` because handing it over in any other way copies it.
  public mutating func turn(
    _ step: inout Step, _ requests: [OrderRequest], _ answers: [Answer],
    _ controls: [Control] = []
  ) throws(StageError) -> [GateWord]? {
    let turn = try take(&step, answers, controls)
    if requests.isEmpty, turn == nil { return nil }
    var words = turn?.words ?? []
    for request in requests {
      switch request {
      case .order(let order):
        let answer = try judge(order, at: step.ts)
        words += answer.refusals.map(GateWord.refusal)
        if let approved = answer.approved { words.append(.order(approved)) }
      case .cancel(let cancel):
        if let approved = judge(cancel, at: step.ts) { words.append(.cancel(approved)) }
      }
    }
    return words
  }
}

extension Step {
  /// Writes what a gate says.
  public mutating func add(_ words: [GateWord]) {
    for word in words {
      switch word {
      case .alert(let alert): add(alert)
      case .order(let approved): add(approved.request)
      case .cancel(let approved): add(approved.request)
      case .refusal(let refusal): add(refusal)
      }
    }
  }

  /// Says to people what of it is for them.
  public mutating func warn(of words: [GateWord]) {
    for case .alert(let alert) in words {
      warn("risk is \(alert.state): \(alert.text)", of: "sf-risk")
    }
  }
}
