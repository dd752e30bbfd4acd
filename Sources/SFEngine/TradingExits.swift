import SFBroker
import SFCore
import SFStrategy

/// Exits: inside bars (step 2) and at closes (step 4).
extension TradingStage {
  /// Closes the positions whose levels the bars meet, in the order in which they were opened.
  mutating func meetLevels(_ step: inout Step) throws(StageError) {
    var index = 0
    while index < book.positions.count {
      guard let series = book.checkedSeries(at: index), let bar = step.bar(of: series),
        bar.hasTraded, let meeting = book.meet(bar, at: index)
      else {
        index += 1
        continue
      }
      let time = meeting.level == nil ? openTime(of: series, step) : step.ts
      let rules = configuration.explains ? book.rules(at: index) : nil
      if meeting.level != nil { book.end(at: index, inside: bar) }
      let position = book.positions[index]
      let order = exitOrder(
        position, for: meeting.reason, step.ts, explain: rules?.explanation(meeting, position))
      step.add(order)
      try fillExit(order, at: meeting.level ?? Level(bar.open), time: time, &step)
    }
  }

  /// Asks the rules of each open position once, in the order in which the positions were opened.
  mutating func checkExits(_ step: inout Step, _ ballot: Ballot?) throws(StageError) {
    let isInside = configuration.orders.exitTrigger == .intrabar
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
      let rules = configuration.explains ? book.rules(at: index) : nil
      guard
        let reason = book.check(
          at: index, market, step.values.span.extracting(places), levels: !isInside)
      else {
        index += 1
        continue
      }
      let position = book.positions[index]
      let explain = rules?.explanation(
        market, step.values.span.extracting(places), position, levels: !isInside)
      // On a bar in which nothing was traded the order waits for one in which something was.
      let isGone = configuration.fill == .close && bar.hasTraded
      try exit(position, for: reason, fillNow: isGone, explain: explain, &step)
      // A position that has filled at once is gone, and the next stands in its place.
      if !isGone { index += 1 }
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
  private func view(
    of bar: Bar, _ ts: Timestamp, _ ballot: Ballot?, range: Bool
  ) -> MarketView {
    MarketView(
      bar: bar, time: ts, rises: ballot?.has(.rise, bar.series) ?? false,
      falls: ballot?.has(.fall, bar.series) ?? false, movesPeakByRange: range)
  }

  /// Orders the exit of a position, and fills it at the close if it is not to wait.
  mutating func exit(
    _ position: Position, for reason: ExitReason, fillNow: Bool, explain: String? = nil,
    _ step: inout Step
  ) throws(StageError) {
    let order = exitOrder(position, for: reason, step.ts, explain: explain)
    step.add(order)
    if fillNow {
      let close = markets.closes[position.series]
      try fillExit(order, at: Level(close), time: step.ts, &step)
    } else {
      if let index = book.index(of: position.id) {
        book.setClosing(true, at: index)
      }
      waiting.add(
        .init(
          order: order, series: position.series, direction: position.direction, decided: step.ts))
    }
  }

  private mutating func exitOrder(
    _ position: Position, for reason: ExitReason, _ ts: Timestamp, explain: String?
  ) -> Order {
    Order(
      id: numbers.next(at: ts), symbol: position.symbol, side: position.direction.exitSide,
      quantity: position.quantity, position: position.id, intent: .exit, reason: reason.rawValue,
      reference: markets.closes[position.series], explain: explain)
  }

  /// The exits of an entry that is being decided, which have seen what is known then: a needed
  /// feature that is missing refuses the entry.
  func prepareExits(_ row: Span<Double>) throws(No) -> ExitRules {
    var exits = configuration.exits
    if let no = exits.prepare(row) { throw No(no.rule, no.reason) }
    return exits
  }
}
