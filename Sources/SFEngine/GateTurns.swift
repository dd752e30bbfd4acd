import SFBroker
import SFCore
import SFRisk
import SFStrategy

/// The gate in one process: what the trader asks for passes it before the venue hears of it, and what
/// comes of that is answered at the next mark, as between processes.
struct GateTurns: Sendable, Codable {
  private(set) var gate: RiskGate
  /// What the gate hands back: refusals, and orders of its own.
  private var handedBack: [Answer] = []
  /// What the venue said when it was given a request.
  private var said: [Answer] = []

  init(_ rules: RiskRules) { gate = RiskGate(rules) }

  /// The answers of a mark: those that waited for it, then what the venue makes of its bars.
  mutating func answers(_ answers: [Answer]) -> [Answer] {
    if handedBack.isEmpty, said.isEmpty { return answers }
    defer { (handedBack, said) = ([], []) }
    return handedBack + said + answers
  }

  /// The turns of gate and venue at a mark, behind the trader's.
  mutating func run(
    _ requests: [RequestQueue.Request], _ answers: [Answer], _ venue: inout VirtualVenue,
    _ step: inout Step
  ) throws(StageError) {
    let turn = try gate.take(&step, answers)
    for alert in turn.alerts { step.warn("risk is \(alert.state): \(alert.text)") }
    for cancel in turn.cancels { said += venue.accept(cancel) }
    for order in turn.orders {
      handedBack.append(.order(order.request))
      said += try venue.accept(order, &step)
    }
    for request in requests { try pass(request, to: &venue, &step) }
  }

  private mutating func pass(
    _ request: RequestQueue.Request, to venue: inout VirtualVenue, _ step: inout Step
  ) throws(StageError) {
    switch request {
    case .order(let order):
      let answer = try gate.judge(order, at: step.ts)
      for refusal in answer.refusals { handedBack.append(.refusal(refusal)) }
      if let approved = answer.approved { said += try venue.accept(approved, &step) }
    case .cancel(let cancel):
      guard let approved = gate.judge(cancel, at: step.ts) else { return }
      said += venue.accept(approved)
    }
  }
}

/// A desk that keeps what the trader asks for until its turn is over, and answers nothing at once.
struct RequestQueue: OrderDesk {
  enum Request: Sendable {
    case order(Order)
    case cancel(Cancel)
  }

  private(set) var requests: [Request] = []

  mutating func place(_ order: Order, _ step: inout Step) -> [Answer] {
    requests.append(.order(order))
    return []
  }

  mutating func fill(
    _ order: Order, at level: Level, time: Timestamp, _ step: inout Step
  ) throws(StageError) -> [Answer] {
    throw GateTurns.nothingAtOnce
  }

  mutating func cancel(_ cancel: Cancel, _ step: inout Step) -> [Answer] {
    requests.append(.cancel(cancel))
    return []
  }
}

extension GateTurns {
  static let nothingAtOnce = StageError(
    .configuration, "found orders that fill at once, expected a gate before the venue to see them",
    help: "with sf-risk use --fill next_open, --exit-trigger close, and not --close-at-end")
}
