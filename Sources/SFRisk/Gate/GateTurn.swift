import SFCore

/// What the gate does at a mark by itself, before the orders of the trader.
public struct GateTurn: Sendable {
  /// Changes of state, in the order of the rules; those of a person first.
  public internal(set) var alerts: [Alert] = []
  /// Entries that it takes back.
  public internal(set) var cancels: [Approved<Cancel>] = []
  /// Exits of its own.
  public internal(set) var orders: [Approved<Order>] = []

  public init() {}

  /// In the order of its lines.
  var words: [GateWord] {
    alerts.map(GateWord.alert) + cancels.map(GateWord.cancel) + orders.map(GateWord.order)
  }
}

extension Optional<GateTurn> {
  /// What it does, begun when the first of it comes.
  var made: GateTurn {
    get { self ?? GateTurn() }
    set { self = newValue }
  }
}

/// What the gate says to an order of the trader.
public struct GateAnswer: Sendable {
  /// What it lets through, perhaps less than was asked for; `nil` for nothing.
  public let approved: Approved<Order>?
  /// The one that refuses it, or each that cut it, in the order of the rules.
  public let refusals: [Refusal]
}
