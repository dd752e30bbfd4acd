import SFCore

/// Exits: inside bars (step 2) and at closes (step 4).
extension Trader {
  /// Closes the positions whose levels the bars meet, in the order in which they were opened.
  mutating func meetLevels(
    _ step: inout Step, _ desk: inout some OrderDesk
  ) throws(StageError) {
    var index = 0
    while index < book.positions.count {
      guard let series = book.checkedSeries(at: index), let bar = step.bar(of: series),
        bar.hasTraded, let meeting = book.meet(bar, at: index)
      else {
        index += 1
        continue
      }
      let time = meeting.level == nil ? markets.openTime(of: series, step) : step.ts
      let rules = rules.explains ? book.rules(at: index) : nil
      if meeting.level != nil { book.end(at: index, inside: bar) }
      let explain = rules?.explanation(meeting, book.positions[index])
      let now = (meeting.level ?? Level(bar.open), time)
      if try exit(at: index, for: meeting.reason, explain: explain, now: now, &step, &desk) {
        index += 1
      }
    }
  }

  /// Asks the rules of each open position once, in the order in which the positions were opened.
  mutating func checkExits(
    _ step: inout Step, _ ballot: Ballot?, _ desk: inout some OrderDesk
  ) throws(StageError) {
    let isInside = rules.exitTrigger == .intrabar
    var index = 0
    while index < book.positions.count {
      guard let series = book.checkedSeries(at: index), let bar = step.bar(of: series),
        let row = step.existingRow(of: series)
      else {
        index += 1
        continue
      }
      let isOpenedInside = book.isOpenedInside(at: index)
      guard book.live(through: bar, at: index) else {
        index += 1
        continue
      }
      let market = view(of: bar, step.ts, ballot, range: isInside && !isOpenedInside)
      let places = step.places(ofRow: row)
      let rules = rules.explains ? book.rules(at: index) : nil
      guard
        let reason = book.check(
          at: index, market, step.values.span.extracting(places), levels: !isInside)
      else {
        index += 1
        continue
      }
      let explain = rules?.explanation(
        market, step.values.span.extracting(places), book.positions[index], levels: !isInside)
      // A position that has filled at once is gone, and the next stands in its place.
      if try exit(at: index, for: reason, explain: explain, &step, &desk) { index += 1 }
    }
  }

  /// Shows the rules of entries that wait the columns of the bars that did not fill them.
  mutating func showWaiting(_ step: borrowing Step) {
    for index in step.bars.indices {
      let series = step.bars[index].series
      guard let row = step.existingRow(of: series) else { continue }
      book.wait(series, step.values.span.extracting(step.places(ofRow: row)))
    }
  }

  /// The bar with what is let through of the signals of its symbol.
  func view(
    of bar: Bar, _ ts: Timestamp, _ ballot: Ballot?, range: Bool
  ) -> MarketView {
    MarketView(
      bar: bar, time: ts, rises: ballot?.has(.rise, bar.series) ?? false,
      falls: ballot?.has(.fall, bar.series) ?? false, movesPeakByRange: range)
  }

  /// Closes what is left when the stream has ended, at the last closes.
  mutating func exitAll(_ step: inout Step, _ desk: inout some OrderDesk) throws(StageError) {
    var index = 0
    while index < book.positions.count {
      let close = Level(markets.closes[book.positions[index].series])
      if try exit(at: index, for: .closeAtEnd, now: (close, step.ts), &step, &desk) { index += 1 }
    }
  }

  /// Orders the exit of a position, or fills it `now`; whether the position is still there.
  ///
  /// What of its entry still works is cancelled first. Less than the venue trades in is dust, and
  /// needs no order.
  private mutating func exit(
    at index: Int, for reason: ExitReason, explain: String? = nil,
    now: (level: Level, time: Timestamp)? = nil, _ step: inout Step,
    _ desk: inout some OrderDesk
  ) throws(StageError) -> Bool {
    // Not the whole position, which would be copied.
    let (id, symbol) = (book.positions[index].id, book.positions[index].symbol)
    let (series, held) = (book.positions[index].series, book.positions[index].quantity)
    let side = book.positions[index].direction.exitSide
    try cancelEntry(of: id, symbol, reason, &step, &desk)
    let quantity = markets.lot(of: series).down(held)
    guard quantity > .zero else {
      let place = book.plan(
        PendingExit(order: nil, position: id, reason: reason.rawValue, time: step.ts), at: index)
      return try !end(exit: place, at: index, &step)
    }
    let order = Order(
      id: numbers.next(at: step.ts), symbol: symbol, side: side, quantity: quantity, position: id,
      intent: .exit, reason: reason.rawValue, reference: markets.closes[series], explain: explain)
    step.add(order)
    book.plan(
      PendingExit(order: order.id, position: id, reason: order.reason, time: step.ts), at: index)
    if let now {
      try take(desk.fill(order, at: now.level, time: now.time, &step), &step)
    } else {
      try take(desk.place(order, &step), &step)
    }
    return index < book.positions.count && book.positions[index].id == id
  }

  /// Takes back what of the entry of a position has not filled, once.
  private mutating func cancelEntry(
    of position: String, _ symbol: Symbol, _ reason: ExitReason, _ step: inout Step,
    _ desk: inout some OrderDesk
  ) throws(StageError) {
    guard let entry = book.entries.firstIndex(where: { $0.order.position == position }) else {
      return
    }
    let cancel = Cancel(
      order: book.entries[entry].order.id, symbol: symbol, reason: reason.rawValue)
    step.add(cancel)
    try take(desk.cancel(cancel, &step), &step)
  }

  /// The exits of an entry that is being decided, which have seen what is known then: a needed
  /// feature that is missing refuses the entry.
  func prepareExits(_ row: Span<Double>) throws(No) -> ExitRules {
    var exits = rules.exits
    if let no = exits.prepare(row) { throw No(no.rule, no.reason) }
    return exits
  }
}
