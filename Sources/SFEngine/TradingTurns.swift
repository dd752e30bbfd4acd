import SFBroker
import SFCore
import SFRisk
import SFStrategy

/// Gate and venue as tools of their own in the process of the trader: what it asks for is answered at
/// the next mark, and what each of them says can be lines behind the trader's.
extension TradingStage {
  /// Puts a gate between trader and venue, before the first step. What it says is `written` as lines
  /// of a tool behind the trader, or heard by the trader alone; a `slice` of a run is closed at its
  /// end.
  public mutating func stand(
    behind rules: [any RiskRule], explains: Bool, written: Bool, slice: Bool = false
  ) throws(ConfigurationError) {
    try takeTurns(with: RiskGate.name, slice: slice)
    let conditions = trader.conditions
    gate = RiskGate(
      try RiskRules(
        capital: conditions.capital, interval: conditions.interval, lots: conditions.lots,
        rules: rules, explains: explains))
    (gateHasRules, writesGate) = (!rules.isEmpty, written)
  }

  /// Makes the venue a tool of its own, before the first step; `written` and `slice` as for a gate,
  /// behind which it stands.
  public mutating func order(
    fromVenueAtQuotes atQuotes: Bool, written: Bool, slice: Bool = false
  ) throws(ConfigurationError) {
    try takeTurns(with: "sf-broker", slice: slice)
    if atQuotes { desk.turns.fillAtQuotes() }
    trader.writeLevels()
    writesVenue = written
  }

  private mutating func takeTurns(
    with tool: String, slice: Bool
  ) throws(ConfigurationError) {
    guard !trader.isCarrying else {
      throw ConfigurationError(
        "--carry", "goes with no \(tool): it knows what its own venue has filled")
    }
    (takesTurns, isSlice) = (true, slice)
  }

  mutating func updateInTurns(_ step: inout Step) throws(StageError) {
    try desk.turns.meet(&step)
    // As at most marks.
    if desk.turns.isSilent { return try takeTurns(&step, []) }
    let said = try desk.turns.speak(&step)
    try takeTurns(&step, said.answers, said)
  }

  /// The turns of trader and gate, and what the venue has `said` as its lines.
  private mutating func takeTurns(
    _ step: inout Step, _ answers: [Answer], _ said: VenueAnswers? = nil
  ) throws(StageError) {
    var queue = RequestQueue()
    // Gate and venue learn of the market in any case.
    let isLearning = trader.isWarmingUp ? try learn(&step) : false
    if !isLearning { try trader.update(&step, answers, &queue) }
    // Lines are ended where there are any behind them: most marks have none.
    var hasEnded = false
    // Without rules, a mark at which nothing was asked or answered tells the gate nothing.
    if gateHasRules || !queue.requests.isEmpty || !answers.isEmpty {
      hasEnded = try pass(queue.requests, answers, &step)
    }
    guard writesVenue, let said else { return }
    if writesGate, !hasEnded { step.endLines() }
    step.endLines()
    step.add(said)
  }

  /// A mark at which nothing may be traded yet: `true`.
  private mutating func learn(_ step: inout Step) throws(StageError) -> Bool {
    try trader.meet(&step)
    guard trader.learnsOnly(at: step.ts) else {
      try trader.beginTrading(&step)
      return false
    }
    try trader.warmUp(&step)
    return true
  }

  /// The turn of the gate, and then the venue's, behind the trader's; whether the lines of the trader
  /// were ended, and those of the gate begun.
  private mutating func pass(
    _ requests: [OrderRequest], _ answers: [Answer], _ step: inout Step
  ) throws(StageError) -> Bool {
    guard gate != nil else {
      for request in requests { try desk.turns.take(.init(request), &step) }
      return false
    }
    guard let words = try gate?.turn(&step, requests, answers) else { return false }
    if writesGate {
      step.endLines()
      step.add(words)
    }
    step.warn(of: words)
    for word in words {
      if let request = VenueTurns.Request(word) { try desk.turns.take(request, &step) }
    }
    return writesGate
  }

  mutating func finishInTurns(_ step: inout Step) throws(StageError) {
    desk.turns.close()
    let said = try desk.turns.speak(&step)
    try trader.finish(&step, said.answers, &desk)
    if writesGate { step.endLines() }
    guard writesVenue else { return }
    step.endLines()
    step.add(said)
  }
}
