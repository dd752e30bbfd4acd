import SFCore

/// A model between filters and sizer: asked once at a mark, about all entries that passed.
extension Trader {
  /// Asks again about what waits, at a mark without signals.
  mutating func decideAgain(
    _ step: inout Step, _ desk: inout some OrderDesk
  ) throws(StageError) {
    guard let model, !model.waiting.isEmpty else { return }
    try ask(about: [], Ballot(), &step, &desk)
  }

  /// Asks about entries that passed the filters, behind those that wait and whose symbol has a bar;
  /// writes question and answers, then does what they say.
  mutating func ask(
    about admitted: [Ballot.Candidate], _ ballot: Ballot, _ step: inout Step,
    _ desk: inout some OrderDesk
  ) throws(StageError) {
    let fresh = try numbered(admitted, ballot, &step, desk)
    var asked: [WaitingEntry] = []
    model?.waiting.removeAll { entry in
      guard step.bar(of: entry.series) != nil else { return false }
      asked.append(entry)
      return true
    }
    asked += fresh
    guard !asked.isEmpty else { return }
    guard let decider = decider.decider else {
      preconditionFailure("who is to be asked is handed in before the first step")
    }
    let question = try question(about: asked, &step)
    for metrics in question.signals { step.add(metrics) }
    step.add(question.book)
    for request in question.requests { step.add(request) }
    let reply = try decider.decide(question)
    for loaded in reply.loaded { step.add(loaded) }
    for alert in reply.alerts { step.add(alert) }
    for decision in reply.decisions { step.add(decision) }
    for (place, entry) in asked.enumerated() {
      let decision =
        reply.decisions.isEmpty ? Decision(id: entry.id, action: .enter) : reply.decisions[place]
      try settle(entry, decision, &step, &desk)
    }
  }

  private mutating func settle(
    _ entry: WaitingEntry, _ decision: Decision, _ step: inout Step, _ desk: inout some OrderDesk
  ) throws(StageError) {
    var candidate = entry.candidate(Trail(isKept: rules.explains))
    candidate.trail.add("model \(decision.action.rawValue)")
    switch decision.action {
    case .enter, .reduce:
      candidate.sizeMultiplier = decision.sizeMultiplier
      guard decision.sizeMultiplier != 0 else {
        return refuse(candidate, No("model", .zero("size_multiplier")), &step)
      }
      let isOrdered = try enter(&candidate, &step, &desk)
      if isOrdered, let number = entry.number { numbers.use(number, at: step.ts) }
    case .skip:
      let reason = decision.reason.map(RefusalReason.init) ?? .model(.skip)
      refuse(candidate, No("model", reason), &step)
    case .wait:
      guard entry.waited < rules.model?.wait ?? 0 else {
        return refuse(candidate, No("model", .model(.waited)), &step)
      }
      var entry = entry
      entry.waited += 1
      entry.number = nil
      model?.waiting.append(entry)
    }
  }

  /// What still waits at the end has an end, too.
  mutating func endDecisions(_ step: inout Step) throws(StageError) {
    for entry in model?.waiting ?? [] {
      refuse(
        entry.candidate(Trail(isKept: false)), No("model", .ended(.endOfData)), &step)
    }
    model?.waiting = []
    try decider.decider?.finish()
  }

  // MARK: Ids

  /// Gives entries the ids that their orders will have if all are entered. What sizer and checks
  /// would refuse then has numbers behind those, since a model may make room for it.
  private func numbered(
    _ admitted: [Ballot.Candidate], _ ballot: Ballot, _ step: inout Step, _ desk: some OrderDesk
  ) throws(StageError) -> [WaitingEntry] {
    let first = numbers.last(at: step.ts) + 1
    let isOrdered =
      admitted.count > 1 ? try rehearsed(admitted, step, desk) : admitted.map { _ in true }
    var (next, behind) = (first, first + isOrdered.count { $0 })
    var entries: [WaitingEntry] = []
    for (candidate, isOrdered) in zip(admitted, isOrdered) {
      let number = isOrdered ? next : behind
      if isOrdered { next += 1 } else { behind += 1 }
      entries.append(
        WaitingEntry(
          candidate, id: numbers.id(number, at: step.ts), number: number,
          votes: votes(for: candidate, ballot)))
    }
    return entries
  }

  /// Which of several entries make an order when all are entered: tried on copies of trader, step
  /// and desk.
  private func rehearsed(
    _ admitted: [Ballot.Candidate], _ step: Step, _ desk: some OrderDesk
  ) throws(StageError) -> [Bool] {
    var (trader, step, desk) = (self, step, desk)
    var isOrdered: [Bool] = []
    for var candidate in admitted {
      isOrdered.append(try trader.enter(&candidate, &step, &desk))
    }
    return isOrdered
  }

  /// The detectors that sign for the side of an entry; a validator's signal is no vote.
  private func votes(for candidate: Ballot.Candidate, _ ballot: Ballot) -> Int {
    var names: [String] = []
    for vote in ballot.votes
    where vote.series == candidate.series && vote.direction == candidate.signal.direction
      && vote.detector != rules.entries.electorate.validator && !names.contains(vote.detector)
    {
      names.append(vote.detector)
    }
    return names.count
  }
}
