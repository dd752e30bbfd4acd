import SFCore

/// What filters and sizers learn: every mark, after the exits and before the first entry.
extension Trader {
  /// Shows the mark to those that learn; `closedFrom` is the first position change of this mark.
  mutating func learn(
    _ step: inout Step, _ votes: [Vote], closedFrom: Int
  ) throws(StageError) {
    var bars = scratch.bars
    scratch.bars = []
    bars.removeAll(keepingCapacity: true)
    for index in step.bars.indices {
      let bar = step.bars[index]
      guard try markets.trades(bar.series, step.series), let row = step.existingRow(of: bar.series)
      else { continue }
      let places = step.places(ofRow: row)
      bars.append(
        MarkBar(
          bar, step.fields(ofBar: index), start: places.lowerBound, count: places.count))
    }
    guard !bars.isEmpty else { return scratch.bars = bars }
    let mark = MarkView(
      time: step.ts, bars: bars, votes: votes, closed: roundTrips(of: step, from: closedFrom),
      equity: try equityToLearn, highWater: curve.highWater)
    rules.entries.filters.update(mark, step.values.span)
    if type(of: rules.sizer.content).learns {
      rules.sizer.content.update(mark, step.values.span)
    }
    scratch.bars = bars
  }

  /// What it is worth; before it trades as much as at its height, since nothing was lost by it.
  private var equityToLearn: Money {
    get throws(StageError) {
      guard !isWarmingUp else { return Money(curve.highWater) }
      guard let worth = book.worth(at: markets.closes) else { throw .outOfRange("the equity") }
      return worth.equity
    }
  }

  /// The positions that were closed at this mark, behind those that are carried over.
  private mutating func roundTrips(of step: borrowing Step, from first: Int) -> [RoundTrip] {
    let carried = carry?.takeRoundTrips(upTo: step.ts, markets) ?? []
    guard first < step.positions.count else { return carried }
    return carried
      + step.positions[first...].compactMap { position in
        guard let closing = position.closing else { return nil }
        return RoundTrip(
          series: markets.series(of: position.symbol), detector: position.detector,
          exitTime: closing.exitTime,
          pnl: closing.pnl, notional: position.entryPrice * position.quantity)
      }
  }
}

/// Room that is used again at every mark; nothing of it is saved.
struct Scratch: Sendable, Codable {
  var bars: [MarkBar] = []

  init() {}
  init(from decoder: any Decoder) throws {}
  func encode(to encoder: any Encoder) throws {
    var container = encoder.unkeyedContainer()
    try container.encode(contentsOf: [Bool]())
  }
}
