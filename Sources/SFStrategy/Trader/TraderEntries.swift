import SFCore

/// Entries: step 5. Each signal ends as one order or one refusal.
extension Trader {
  /// Why a signal is not acted on: the component that said no, and its reason.
  struct No: Error {
    let component: String
    let reason: RefusalReason
    /// What people should be told once.
    let notice: String?

    init(_ component: String, _ reason: RefusalReason, notice: String? = nil) {
      self.component = component
      self.reason = reason
      self.notice = notice
    }
  }

  /// Asks the filters for all candidates first, which see the state before the first entry; then
  /// sizes, cuts, checks and orders one after the other.
  mutating func decideEntries(
    _ step: inout Step, _ ballot: inout Ballot, _ desk: inout some OrderDesk
  ) throws(StageError) {
    for refused in ballot.refused {
      tally.refuse(by: refused.by, refused.reason)
      step.add(
        Refusal(
          symbol: refused.symbol, by: refused.by, reason: refused.reason,
          subject: .signal(detector: refused.detector), explain: refused.trail.text))
    }
    // Moved out of the ballot, and judged in their places: to copy one counts each of its texts.
    var admitted = ballot.candidates
    ballot.candidates = []
    var count = 0
    for index in admitted.indices {
      if let no = admission(&admitted[index], step) {
        refuse(admitted[index], no, &step)
      } else {
        if count < index { admitted.swapAt(count, index) }
        count += 1
      }
    }
    if count < admitted.count { admitted.removeLast(admitted.count - count) }
    if admitted.count > 1 { rules.entries.order.sort(&admitted) }
    guard model == nil else { return try ask(about: admitted, ballot, &step, &desk) }
    for index in admitted.indices { try enter(&admitted[index], &step, &desk) }
  }

  /// Sizes, cuts, checks and orders an entry; whether that makes an order, and no refusal.
  @discardableResult
  mutating func enter(
    _ candidate: inout Ballot.Candidate, _ step: inout Step, _ desk: inout some OrderDesk
  ) throws(StageError) -> Bool {
    let entry: Entry
    do throws(No) {
      entry = try plan(&candidate, step)
    } catch {
      refuse(candidate, error, &step)
      if let notice = error.notice { say(notice, &step) }
      return false
    }
    try enter(entry, candidate, &step, &desk)
    return true
  }

  /// One refusal for each signal that the candidate stands for.
  mutating func refuse(_ candidate: Ballot.Candidate, _ no: No, _ step: inout Step) {
    tally.refuse(candidate.detectors.count, by: no.component, no.reason)
    for detector in candidate.detectors {
      step.add(
        Refusal(
          symbol: candidate.symbol, by: no.component, reason: no.reason,
          subject: .signal(detector: detector), explain: candidate.trail.text))
    }
  }

  /// Why a candidate is not let in; `nil` when all filters let it pass.
  private func admission(_ candidate: inout Ballot.Candidate, _ step: borrowing Step) -> No? {
    guard candidate.direction == .long || rules.allowShort else {
      return No("strategy", .rule(.shortsNotAllowed))
    }
    let filters = rules.entries.filters
    guard !filters.isEmpty else { return nil }
    guard let row = step.existingRow(of: candidate.series) else {
      return No("strategy", .market(.noBar))
    }
    let values = step.values.span.extracting(step.places(ofRow: row))
    let entry = EntryView(
      series: candidate.series, direction: candidate.direction,
      close: markets.closes[candidate.series], time: step.ts, detectors: candidate.detectors)
    if rules.explains {
      candidate.trail.add(all: filters.explanations(entry, book, values))
    }
    return filters.refusal(entry, book, values).map { No($0.by, $0.reason) }
  }

  /// An entry that has passed all checks.
  struct Entry {
    let series: SeriesIndex
    let direction: Direction
    let quantity: Quantity
    /// What has cut it, in order.
    let cuts: [Cut]
    /// The limit at which it rests; `nil` for a market order.
    let limit: Price?
    /// The rules of its position.
    let exits: ExitRules
  }

  /// A cap that binds, and what it leaves.
  struct Cut {
    let component: String
    let reason: RefusalReason
    let quantity: Quantity
  }

  /// Sizer, caps and checks, in that order.
  private func plan(
    _ candidate: inout Ballot.Candidate, _ step: borrowing Step
  ) throws(No) -> Entry {
    let (series, direction) = (candidate.series, candidate.direction)
    if !rules.takesBothDirections, isOpposed(series, direction) {
      throw No("strategy", .rule(.oppositePosition))
    }
    guard let row = step.existingRow(of: series) else { throw No("strategy", .market(.noBar)) }
    let values = step.values.span.extracting(step.places(ofRow: row))
    let exits = try prepareExits(values)
    let (quantity, cuts) = try size(&candidate, values)
    try check(series, quantity)
    candidate.trail.add("check: yes")
    return Entry(
      series: series, direction: direction, quantity: quantity, cuts: cuts,
      limit: limit(direction, series), exits: exits)
  }

  /// Whether a position of the symbol that does not close, or an entry that waits, has the other
  /// direction.
  private func isOpposed(_ series: SeriesIndex, _ direction: Direction) -> Bool {
    let isOpposed = book.positions.contains {
      $0.series == series && !$0.isClosing && $0.direction != direction
    }
    let isOpposedByOrder = book.entries.contains {
      $0.series == series && $0.direction != direction
    }
    return isOpposed || isOpposedByOrder
  }

  /// Orders an entry; what is answered at once is taken at once.
  private mutating func enter(
    _ entry: Entry, _ candidate: Ballot.Candidate, _ step: inout Step,
    _ desk: inout some OrderDesk
  ) throws(StageError) {
    let id = candidate.id ?? numbers.next(at: step.ts)
    let close = markets.closes[entry.series]
    let order = Order(
      id: id, symbol: candidate.symbol, side: entry.direction.entrySide,
      kind: entry.limit == nil ? .market : .limit, quantity: entry.quantity, price: entry.limit,
      position: id, intent: .enter, reason: candidate.reason,
      detector: candidate.signal.detector, reference: close,
      maxBars: entry.limit == nil ? nil : rules.entryKind.content.maxBars,
      explain: candidate.trail.text)
    step.add(order)
    tally.order()
    for cut in entry.cuts {
      refuse(order, by: cut.component, cut.reason, quantity: cut.quantity, &step)
    }
    book.plan(PendingEntry(order, entry.series, entry.exits))
    try take(desk.place(order, &step), &step)
  }
}

extension EntryOrder {
  /// Puts first who comes first; those that are equal stay in their order.
  func sort(_ candidates: inout [Ballot.Candidate]) {
    func rank(_ candidate: Ballot.Candidate) -> Double {
      switch self {
      case .symbol: 0
      case .strength: candidate.signal.knownStrength
      case .probability: candidate.signal.probability ?? -1
      }
    }
    let ranked = candidates.enumerated().sorted { a, b in
      let (x, y) = (rank(a.element), rank(b.element))
      return x != y ? x > y : a.offset < b.offset
    }
    candidates = ranked.map(\.element)
  }
}
