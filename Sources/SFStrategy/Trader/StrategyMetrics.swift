import SFCore
import SFStats

/// What the strategy knows of itself, of the whole book and of each detector: O(1) at each mark.
///
/// A line is written at a mark at which it says more than the last one of its kind.
struct StrategyMetrics: Sendable, Codable {
  /// The round trips of a detector, or all of them.
  private struct Record: Sendable, Codable {
    let detector: String?
    var winRate = WinRate()
    var profitFactor = ProfitFactor()
    var returns = RoundTripReturns()
    var holdingTime = HoldingTime()
    var mfe = Moments()
    var mae = Moments()

    mutating func update(_ position: PositionChange, _ closing: PositionChange.Closing) {
      winRate.update(closing.pnl)
      profitFactor.update(closing.pnl)
      returns.update(
        pnl: closing.pnl, entryPrice: position.entryPrice, quantity: position.quantity)
      holdingTime.update(bars: closing.bars)
      mfe.update(closing.mfe)
      mae.update(closing.mae)
    }

    func line(_ book: Metrics.Book?) -> Metrics {
      Metrics(
        detector: detector, book: book, roundTrips: winRate.count, winRate: winRate.value,
        profitFactor: profitFactor.value, averageReturn: returns.average,
        averageBars: holdingTime.average, averageMFE: mfe.mean, averageMAE: mae.mean)
    }
  }

  private var all = Record(detector: nil)
  /// In ascending order of name.
  private var detectors: [Record] = []
  private var lastWritten: Metrics?

  /// Writes what is new: of the book, then of the detectors that closed a position.
  mutating func update(_ equity: Equity, _ step: inout Step, closedFrom: Int) {
    var changed: [String] = []
    for index in closedFrom..<step.positions.count {
      let position = step.positions[index]
      guard let closing = position.closing else { continue }
      all.update(position, closing)
      guard let detector = position.detector else { continue }
      detectors[place(of: detector)].update(position, closing)
      if !changed.contains(detector) { changed.append(detector) }
    }
    let line = all.line(
      Metrics.Book(
        equity: equity.equity, drawdown: equity.drawdown, exposure: equity.exposure,
        openPositions: equity.openPositions))
    if line != lastWritten {
      lastWritten = line
      step.add(line)
    }
    for detector in changed.sorted() { step.add(detectors[place(of: detector)].line(nil)) }
  }

  private mutating func place(of detector: String) -> Int {
    let place = detectors.firstIndex { ($0.detector ?? "") >= detector } ?? detectors.count
    if place == detectors.count || detectors[place].detector != detector {
      detectors.insert(Record(detector: detector), at: place)
    }
    return place
  }
}
