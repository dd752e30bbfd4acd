import SFBroker
import SFCore
import SFRisk
import SFStrategy

/// A desk that keeps what the trader asks for until its turn is over, and answers nothing at once.
struct RequestQueue: OrderDesk {
  private(set) var requests: [OrderRequest] = []

  mutating func place(_ order: consuming Order, _ step: inout Step) -> [Answer] {
    requests.append(.order(order))
    return []
  }

  mutating func fill(
    _ order: consuming Order, at level: Level, time: Timestamp, _ step: inout Step
  ) throws(StageError) -> [Answer] {
    throw Self.nothingAtOnce
  }

  mutating func cancel(_ cancel: Cancel, _ step: inout Step) -> [Answer] {
    requests.append(.cancel(cancel))
    return []
  }

  static let nothingAtOnce = StageError(
    .configuration,
    "found orders that fill at once, expected ones that gate and venue hear of in their turns",
    help:
      "with sf-risk or sf-broker use --fill next_open, --exit-trigger close, and not --close-at-end"
  )
}

extension VenueTurns.Request {
  /// What a venue is asked where nothing stands before it.
  init(_ request: OrderRequest) {
    switch request {
    case .order(let order): self = .order(OpenGate().judge(order))
    case .cancel(let cancel): self = .cancel(OpenGate().judge(cancel))
    }
  }

  /// What a venue is asked by a word of its gate; `nil` for what is said to others.
  init?(_ word: GateWord) {
    switch word {
    case .alert: return nil
    case .order(let approved): self = .order(approved)
    case .cancel(let approved): self = .cancel(approved)
    case .refusal(let refusal): self = .answer(.refusal(refusal))
    }
  }
}
