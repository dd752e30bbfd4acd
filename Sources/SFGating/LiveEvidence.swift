import SFBroker
import SFCore
import SFGate
import SFLedger

/// What a ledger says of the money that went through it.
enum LiveEvidence {
  /// Judges a ledger beside the session that has earned it.
  static func judge(_ ledger: Ledger, beside session: GateSession) throws -> LiveVerdict {
    let fills = try ledger.seenFills()
    guard let first = fills.first, let last = fills.last else {
      return LiveVerdict(days: nil, live: .init(roundTrips: 0, profit: 0, invested: 0))
    }
    let days = GateRun.day(of: first.mark)...GateRun.day(of: last.mark)
    let paper = try session.directory(ofTool: "sf-strategy").map(RunReading.run(of:))
    // Where no backtest can be made, the table has none.
    let complete = try? SessionBacktest(session).complete().get()
    return LiveVerdict(
      days: days, live: outcome(of: fills), paper: paper.flatMap { outcome(of: $0, days) },
      backtest: complete.flatMap { outcome(of: $0, days) })
  }

  /// Round trips are positions of which as much was sold as was bought, but for what a venue cannot
  /// sell.
  private static func outcome(of fills: [Ledger.SeenFill]) -> LiveVerdict.Outcome {
    var flows: [String: (entry: Side, invested: Double, profit: Double, isOver: Bool)] = [:]
    for fill in fills {
      let seen = fill.seen
      let worth = seen.price.double * seen.quantity.double
      var flow = flows[fill.position] ?? (entry: seen.side, invested: 0, profit: 0, isOver: false)
      flow.profit += (seen.side == .sell ? worth : -worth) - (seen.fee?.double ?? 0)
      if seen.side == flow.entry { flow.invested += worth } else { flow.isOver = true }
      flows[fill.position] = flow
    }
    let over = flows.values.filter(\.isOver)
    return LiveVerdict.Outcome(
      roundTrips: over.count, profit: over.map(\.profit).sorted().reduce(0, +),
      invested: over.map(\.invested).sorted().reduce(0, +))
  }

  private static func outcome(
    of run: GateRun, _ days: ClosedRange<Int64>
  ) -> LiveVerdict.Outcome? {
    guard let first = run.days.first, let last = run.days.last,
      first.number <= days.upperBound, last.number >= days.lowerBound
    else { return nil }
    let trips = run.trips(of: days)
    return LiveVerdict.Outcome(
      roundTrips: trips.count, profit: trips.map(\.pnl.double).reduce(0, +),
      invested: trips.map(\.invested).reduce(0, +))
  }
}
