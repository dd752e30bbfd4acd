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
      let missing = GateEvidence.Missing("the ledger has no fills")
      return LiveVerdict(
        days: nil, live: .init(roundTrips: 0, profit: 0, invested: 0), paper: .failure(missing),
        backtest: .failure(missing))
    }
    let days = GateRun.day(of: first.mark)...GateRun.day(of: last.mark)
    return LiveVerdict(
      days: days, live: outcome(of: fills), paper: try paper(of: session, days),
      backtest: try SessionBacktest(session).complete().flatMap { outcome(of: $0, days) })
  }

  private static func paper(
    of session: GateSession, _ days: ClosedRange<Int64>
  ) throws -> Result<LiveVerdict.Outcome, GateEvidence.Missing> {
    guard let strategy = session.directory(ofTool: "sf-strategy") else {
      return .failure(.init("the session has no sf-strategy"))
    }
    return outcome(of: try RunReading.run(of: strategy), days)
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
  ) -> Result<LiveVerdict.Outcome, GateEvidence.Missing> {
    guard let first = run.days.first, let last = run.days.last else {
      return .failure(.init("it has no marks"))
    }
    guard first.number <= days.upperBound, last.number >= days.lowerBound else {
      return .failure(
        .init("it has none of these days: its marks are \(first.first) to \(last.last)"))
    }
    let trips = run.trips(of: days)
    return .success(
      LiveVerdict.Outcome(
        roundTrips: trips.count, profit: trips.map(\.pnl.double).reduce(0, +),
        invested: trips.map(\.invested).reduce(0, +)))
  }
}
