import SFCore

/// What the book was worth, and what of it has been written.
struct EquityCurve: Sendable, Codable {
  private(set) var highWater: Price
  private(set) var lastWritten: Equity?

  init(highWater: Price) { self.highWater = highWater }

  /// A positive fraction below the high-water mark, which `equity` may raise.
  mutating func drawdown(at equity: Price) -> Double {
    if equity >= highWater {
      highWater = equity
      return 0
    }
    return (Double(highWater.units) - Double(equity.units)) / Double(highWater.units)
  }

  /// Whether a line says more than the last one, buying and holding aside.
  func isNews(_ equity: Equity) -> Bool {
    guard var last = lastWritten else { return true }
    last.buyHold = equity.buyHold
    return last != equity
  }

  mutating func wrote(_ equity: Equity) { lastWritten = equity }
}

/// Equity: step 6.
extension Trader {
  /// Writes the equity if it says something new, at the end of each UTC day, and where trading of a
  /// day ends by the calendar: what buying and holding is worth is known from these lines alone.
  mutating func writeEquity(_ step: inout Step, closedFrom: Int) throws(StageError) {
    let isDayEnd =
      step.ts.milliseconds % Timestamp.millisecondsPerDay == 0
      || rules.entries.calendar.market?.closes(at: step.ts) ?? false
    // Without a position only a fill can change anything.
    if !isDayEnd, book.isFlat, step.fills.isEmpty, curve.lastWritten != nil { return }
    let equity = try currentEquity()
    if isDayEnd || curve.isNews(equity) { try write(equity, &step) }
    metrics?.update(equity, &step, closedFrom: closedFrom)
  }

  /// Writes the equity as a closing line.
  mutating func closeEquity(_ step: inout Step, closedFrom: Int) throws(StageError) {
    guard curve.lastWritten != nil else { return }
    let equity = try currentEquity()
    try write(equity, &step)
    metrics?.update(equity, &step, closedFrom: closedFrom)
  }

  private mutating func write(_ equity: Equity, _ step: inout Step) throws(StageError) {
    guard let buyHold = benchmark.equity else {
      throw .outOfRange("the equity of buying and holding")
    }
    var equity = equity
    equity.buyHold = buyHold
    curve.wrote(equity)
    step.add(equity)
  }

  /// All but buying and holding, which only a line that is written needs.
  private mutating func currentEquity() throws(StageError) -> Equity {
    guard let worth = book.worth(at: markets.closes), let equity = Price(worth.equity),
      let cash = Price(book.cash), let held = Price(worth.notional)
    else {
      throw .outOfRange("the equity")
    }
    return Equity(
      equity: equity, cash: cash,
      exposure: equity > .zero ? Double(held.units) / Double(equity.units) : nil,
      drawdown: curve.drawdown(at: equity), openPositions: book.positions.count, buyHold: .zero)
  }
}
