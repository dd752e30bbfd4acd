import SFCore

/// What a model is told: no price, and no amount of money that is not a fraction.
extension Trader {
  mutating func question(
    about asked: [WaitingEntry], _ step: inout Step
  ) throws(StageError) -> ModelQuestion {
    guard let model else { preconditionFailure("a question is asked of a model") }
    var requests: [DecisionRequest] = []
    for entry in asked {
      requests.append(request(entry, model, step.series))
      for detector in entry.detectors where !model.openStrengths.contains(detector) {
        say(
          "strengths of \(detector) are not shown to the model: their unit is not declared, or is "
            + "a price", &step)
      }
    }
    return ModelQuestion(
      ts: step.ts, signals: model.signals.metrics(of: asked.flatMap(\.detectors)),
      book: try bookMetrics(model), requests: requests)
  }

  private func request(
    _ entry: WaitingEntry, _ model: ModelMemory, _ series: SeriesTable
  ) -> DecisionRequest {
    let isOpen = entry.detectors.allSatisfy(model.openStrengths.contains)
    let position = book.positions.last { $0.series == entry.series && !$0.isClosing }
    return DecisionRequest(
      id: entry.id, symbol: entry.symbol, interval: series[entry.series].interval,
      detector: entry.signal.detector, direction: entry.signal.direction,
      strength: isOpen && entry.signal.strength.isFinite ? entry.signal.strength.inMillionths : nil,
      probability: entry.signal.probability?.inMillionths, votes: entry.votes,
      barsSinceEntry: model.barsSinceEntry(entry.series),
      open: position.map { position in
        DecisionRequest.Open(
          gain: position.gain(at: markets.closes[entry.series]).inMillionths, bars: position.bars)
      },
      waited: entry.waited > 0 ? entry.waited : nil)
  }

  /// The book as it stands before the first entry of the mark.
  private func bookMetrics(_ model: ModelMemory) throws(StageError) -> BookMetrics {
    guard let worth = book.worth(at: markets.closes), let equity = Price(worth.equity),
      let held = Price(worth.notional)
    else {
      throw .outOfRange("the equity")
    }
    let highWater = curve.highWater
    let fall = Double(highWater.units) - Double(equity.units)
    return BookMetrics(
      equity: (equity.double / rules.conditions.capital.double).inMillionths,
      drawdown: max(0, fall / Double(highWater.units)).inMillionths,
      exposure: equity > .zero
        ? (Double(held.units) / Double(equity.units)).inMillionths : nil,
      openPositions: book.positions.count, roundTrips: model.roundTrips.count,
      winRate: model.roundTrips.value?.inMillionths)
  }
}
