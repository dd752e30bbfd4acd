import SFCore

/// The trader alone: signals in, orders out. The venue is elsewhere, in a process of its own; what
/// becomes of an order comes with the answers of a later mark.
///
/// It writes each answer where it takes it, so that its lines are those of a run that holds the
/// venue itself.
public struct TraderStage: Stage {
  public private(set) var trader: Trader
  private var desk = FarDesk()

  /// The rules must fill nothing at once: nobody is there who could.
  public init(_ rules: TraderRules) {
    trader = Trader(rules)
    precondition(!trader.fillsAtOnce, "the venue answers with the next mark")
  }

  public var reads: LineTypes { trader.reads }
  public var writes: LineTypes { trader.writes.union(LineTypes(.control)) }
  public var refuses: LineTypes { Trader.refuses }

  /// Hands over who is asked about entries; before the first step.
  public mutating func hand(_ decider: any Decider) { trader.hand(decider) }

  public mutating func handOver(from made: TraderStage) { trader.handOver(from: made.trader) }

  public mutating func bind(_ header: Header, _ step: inout Step) throws(StageError) {
    try trader.bind(header, step)
  }

  public mutating func update(_ step: inout Step) throws(StageError) {
    if trader.isWarmingUp {
      try trader.meet(&step)
      guard !trader.learnsOnly(at: step.ts) else { return try trader.warmUp(&step) }
      try trader.beginTrading(&step)
    }
    try trader.update(&step, Array(step.answers), &desk)
  }

  public mutating func finish(_ step: inout Step) throws(StageError) {
    try trader.finish(&step, Array(step.answers), &desk)
  }
}

/// A desk in another process: it hears of orders by their lines, and answers nothing at once.
struct FarDesk: OrderDesk, Sendable, Codable {
  mutating func place(_ order: Order, _ step: inout Step) -> [Answer] { [] }

  mutating func fill(
    _ order: Order, at level: Level, time: Timestamp, _ step: inout Step
  ) -> [Answer] {
    preconditionFailure("nothing fills at once where the venue is elsewhere")
  }

  mutating func cancel(_ cancel: Cancel, _ step: inout Step) -> [Answer] { [] }
}
