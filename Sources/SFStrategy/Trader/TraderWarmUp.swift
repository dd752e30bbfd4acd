import SFCore

/// Until it trades: a trader learns, orders nothing and says nothing, and what it carries over lives
/// through the market.
extension Trader {
  /// Whether it only learns: up to the mark from which on it trades, and until every symbol of which
  /// it carries a position has had a bar.
  public func learnsOnly(at mark: Timestamp) -> Bool {
    guard isWarmingUp else { return false }
    if let tradeFrom = rules.tradeFrom, mark <= tradeFrom { return true }
    return carry?.symbols.contains { markets.series(of: $0) == nil } ?? false
  }

  /// Learns the series of a step, before it is asked whether the trader only learns.
  public mutating func meet(_ step: inout Step) throws(StageError) { try markets.learn(&step) }

  /// One mark at which nothing is decided: bars, signals and columns are learned from, and the rules
  /// of positions that are carried over are asked, and not heard.
  public mutating func warmUp(_ step: inout Step) throws(StageError) {
    sayWhatIsWaitedFor(&step)
    try bringIn(upTo: step.ts, &step)
    markets.close(&step)
    let ballot = step.signals.isEmpty ? nil : hear(step)
    if !book.isFlat { observe(&step, ballot) }
    if book.hasEntries { showWaiting(step) }
    try decideCarried(&step)
    if learns { try learn(&step, ballot?.votes ?? [], closedFrom: step.positions.count) }
  }

  /// The first mark at which it trades: what is carried over is in the book, and said.
  public mutating func beginTrading(_ step: inout Step) throws(StageError) {
    isWarmingUp = false
    guard let cash = carry?.cash else { return }
    try bringIn(upTo: step.ts, &step)
    while book.hasEntries { book.dropEntry(at: 0) }
    book.setCash(cash)
    for index in book.positions.indices {
      var change = PositionChange(book.positions[index])
      change.meta = memory(at: index)
      step.add(change)
    }
  }

  private mutating func sayWhatIsWaitedFor(_ step: inout Step) {
    guard let tradeFrom = rules.tradeFrom, step.ts > tradeFrom,
      let symbol = carry?.symbols.first(where: { markets.series(of: $0) == nil })
    else { return }
    say("trades from the first bar of \(symbol) on, of which a position is carried over", &step)
  }

  /// Asks the rules of the positions, and does nothing of what they say.
  private mutating func observe(_ step: inout Step, _ ballot: Ballot?) {
    let isInside = rules.exitTrigger == .intrabar
    for index in book.positions.indices {
      guard let series = book.checkedSeries(at: index), let bar = step.bar(of: series),
        let row = step.existingRow(of: series)
      else { continue }
      let isOpenedInside = book.isOpenedInside(at: index)
      guard book.live(through: bar, at: index) else { continue }
      let market = view(of: bar, step.ts, ballot, range: isInside && !isOpenedInside)
      _ = book.check(
        at: index, market, step.values.span.extracting(step.places(ofRow: row)),
        levels: !isInside)
    }
  }

  /// Brings in what was decided before this mark and has filled by it, as far as its symbol is known.
  private mutating func bringIn(upTo mark: Timestamp, _ step: inout Step) throws(StageError) {
    guard var carry, !carry.positions.isEmpty else { return }
    var unprepared: [String] = []
    try carry.remove { position throws(StageError) in
      guard position.decided < mark, let series = markets.series(of: position.entry.symbol) else {
        return false
      }
      if book.entry(position.entry.id) == nil, book.index(of: position.id) == nil {
        // The market begins behind the decision: its rules see the first columns that come.
        book.plan(PendingEntry(position.entry, series, rules.exits))
        unprepared.append(position.id)
      }
      return try fill(&position, upTo: mark, step)
    }
    carry.unprepared.formUnion(unprepared)
    self.carry = carry
    prepareCarried(step)
  }

  /// Plans what was decided at this mark, with what its rules are shown then.
  private mutating func decideCarried(_ step: inout Step) throws(StageError) {
    guard var carry, !carry.positions.isEmpty else { return }
    var unprepared: [String] = []
    try carry.remove { position throws(StageError) in
      guard position.decided == step.ts,
        let series = markets.series(of: position.entry.symbol),
        let row = step.existingRow(of: series)
      else { return false }
      var exits = rules.exits
      if exits.prepare(step.values.span.extracting(step.places(ofRow: row))) != nil {
        unprepared.append(position.id)
      }
      book.plan(PendingEntry(position.entry, series, exits))
      return try fill(&position, upTo: step.ts, step)
    }
    carry.unprepared.formUnion(unprepared)
    self.carry = carry
  }

  /// Books what has filled up to a mark; whether that is all.
  private mutating func fill(
    _ position: inout CarriedPosition, upTo mark: Timestamp, _ step: borrowing Step
  ) throws(StageError) -> Bool {
    while let next = position.fills.first, next.mark <= mark {
      position.fills.removeFirst()
      try book(next.fill, isNow: next.mark == step.ts, step)
    }
    return position.fills.isEmpty
  }

  private mutating func book(
    _ fill: Fill, isNow: Bool, _ step: borrowing Step
  ) throws(StageError) {
    if let entry = book.entry(fill.order) {
      let series = book.entries[entry].series
      let isInside = isNow && isInside(fill, book.entries[entry].order.price, step.bar(of: series))
      guard book.enter(entry, try markets.booked(fill, series), isInside: isInside) != nil else {
        throw .outOfRange("the position \(fill.position)")
      }
      if (fill.remaining ?? .zero) == .zero { book.dropEntry(at: entry) }
    } else if let index = book.index(of: fill.position) {
      guard book.leave(at: index, try markets.booked(fill, book.positions[index].series)) else {
        throw .outOfRange("the position \(fill.position)")
      }
    }
  }

  /// Shows the rules of positions that were decided before the market begins its columns.
  mutating func prepareCarried(_ step: borrowing Step) {
    guard let unprepared = carry?.unprepared, !unprepared.isEmpty else { return }
    for index in book.positions.indices where unprepared.contains(book.positions[index].id) {
      guard let row = step.existingRow(of: book.positions[index].series),
        book.prepare(at: index, step.values.span.extracting(step.places(ofRow: row)))
      else { continue }
      carry?.unprepared.remove(book.positions[index].id)
    }
  }
}
