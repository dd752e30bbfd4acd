import SFBroker
import SFCore
import SFStrategy

/// Exits: step 4.
extension TradingStage {
  /// Asks the rules of each open position once, in the order in which the positions were opened.
  mutating func checkExits(_ step: inout Step, _ ballot: Ballot) throws(StageError) {
    var index = 0
    while index < book.positions.count {
      guard let series = book.checkedSeries(at: index), let bar = step.bar(of: series),
        let row = step.existingRow(of: series)
      else {
        index += 1
        continue
      }
      let (market, places) = (view(of: bar, step.ts, ballot), step.places(ofRow: row))
      if let reason = book.check(at: index, market, step.values.span.extracting(places)) {
        let isGone = configuration.fill == .close
        try exit(book.positions[index], for: reason, fillNow: isGone, &step)
        // A position that has filled at once is gone, and the next stands in its place.
        if isGone { continue }
      }
      index += 1
    }
  }

  /// The bar with what is let through of the signals of its symbol.
  private func view(of bar: Bar, _ ts: Timestamp, _ ballot: Ballot) -> MarketView {
    MarketView(
      bar: bar, time: ts, rises: ballot.has(.rise, bar.series),
      falls: ballot.has(.fall, bar.series))
  }

  /// Orders the exit of a position, and fills it at the close if it is not to wait.
  mutating func exit(
    _ position: Position, for reason: ExitReason, fillNow: Bool, _ step: inout Step
  ) throws(StageError) {
    let close = markets.closes[position.series]
    let order = Order(
      id: numbers.next(at: step.ts), symbol: position.symbol, side: position.direction.exitSide,
      quantity: position.quantity, position: position.id, intent: .exit, reason: reason.rawValue,
      reference: close)
    step.add(order)
    if fillNow {
      try fillExit(order, at: close, time: step.ts, &step)
    } else {
      if let index = book.index(of: position.id) {
        book.setClosing(true, at: index)
      }
      waiting.add(
        .init(order: order, series: position.series, direction: position.direction))
    }
  }

  /// The exits of an entry that is being decided, which have seen what is known then: a needed
  /// feature that is missing refuses the entry.
  @discardableResult
  func prepareExits(_ row: Span<Double>) throws(No) -> ExitRules {
    var exits = configuration.exits
    if let no = exits.prepare(row) { throw No(no.rule, no.reason) }
    return exits
  }
}
