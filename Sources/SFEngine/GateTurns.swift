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

  /// The turns of gate and venue at a mark, behind the trader's; what the gate says.
  mutating func run(
    _ requests: [OrderRequest], _ answers: [Answer], _ venue: inout VirtualVenue,
    _ step: inout Step
  ) throws(StageError) -> [GateWord] {
    // Where nothing is watched, a mark at which nothing was asked or answered tells the gate nothing.
    if gate.watchesNothing, requests.isEmpty, answers.isEmpty { return [] }
    let words = try gate.turn(&step, requests, answers)
    for word in words {
      switch word {
      case .alert: break
      case .cancel(let approved): said += venue.accept(approved)
      case .order(let approved):
        // The trader hears of an order that it has not given.
        if approved.request.by != nil { handedBack.append(.order(approved.request)) }
        said += try venue.accept(approved, &step)
      case .refusal(let refusal): handedBack.append(.refusal(refusal))
      }
    }
    return words
  }
}

/// A desk that keeps what the trader asks for until its turn is over, and answers nothing at once.
struct RequestQueue: OrderDesk {
  private(set) var requests: [OrderRequest] = []

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
