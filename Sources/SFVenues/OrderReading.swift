import SFBroker
@_spi(Gate) import SFCore
import SFRisk

/// What of a stream asks something of its venue.
///
/// Behind a gate every order has been let through, and its refusals are for the trader to hear of.
/// In the stream of a trader alone, refusals and orders that somebody else gave are records of what
/// it has heard, and fills are in any stream.
struct OrderReading {
  private let hasGate: Bool

  init(_ header: Header) { hasGate = header.stages.contains { $0.name == RiskGate.name } }

  /// What is asked for at a mark, in its order.
  func requests(_ step: borrowing Step) -> [VenueTurns.Request] {
    var requests: [VenueTurns.Request] = []
    for place in step.said.indices {
      if let request = request(step.said[place], step) { requests.append(request) }
    }
    return requests
  }

  private func request(_ line: Step.Line, _ step: borrowing Step) -> VenueTurns.Request? {
    if case .message(.cancel, let place) = line {
      return .cancel(Approved(step.messages(of: Cancel.self)[place]))
    }
    switch step.answer(line) {
    case .order(let order) where order.by == nil || hasGate: return .order(Approved(order))
    case .refusal(let refusal) where hasGate: return .answer(.refusal(refusal))
    case .order, .refusal, .fill, .control, nil: return nil
    }
  }
}
