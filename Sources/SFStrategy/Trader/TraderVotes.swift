import SFCore

/// Signals: what the aggregator lets through.
extension Trader {
  /// Hears the signals of a mark; those that stand against a rule of the market are refused.
  func hear(_ step: borrowing Step) -> Ballot {
    var ballot = Ballot()
    let signals = step.signals
    if signals.count == 1 {
      hear(signals[0], &ballot, step)
    } else {
      for signal in inOrder(step) { hear(signal, &ballot, step) }
    }
    // Asked first: to look for it copies it.
    if rules.entries.aggregator != nil, let aggregator = rules.entries.aggregator?.content {
      aggregate(&ballot, aggregator, step.series)
    } else {
      ballot.candidates.reserveCapacity(ballot.votes.count)
      for place in ballot.votes.indices {
        let signal = ballot.votes[place].signal
        ballot.candidates.append(
          Ballot.Candidate(
            symbol: step.series[ballot.votes[place].series].symbol,
            series: ballot.votes[place].series, signal: signal, reason: signal.detector,
            detectors: [signal.detector], trail: Trail(isKept: rules.explains)))
      }
    }
    return ballot
  }

  private func hear(_ signal: Signal, _ ballot: inout Ballot, _ step: borrowing Step) {
    let symbol = step.series[signal.series].symbol
    guard symbol != .all else {
      ballot.refused.append(refused(symbol, signal, .market(.marketWide)))
      return
    }
    // As a rule a signal is of a series that trades, and its symbol need not be looked for.
    let known = isOfTraded(signal) ? signal.series : markets.series(of: symbol)
    guard let series = known, step.bar(of: series) != nil else {
      ballot.refused.append(refused(symbol, signal, .market(.noBar)))
      return
    }
    ballot.votes.append(Vote(series: series, signal: signal))
  }

  /// Whether a signal is of a series on which its symbol trades.
  func isOfTraded(_ signal: Signal) -> Bool {
    markets.knows(signal.series) && markets.isTraded(signal.series)
  }

  /// By symbol, then detector, then interval.
  private func inOrder(_ step: borrowing Step) -> [Signal] {
    let table = step.series
    return step.signals.sorted { a, b in
      let (x, y) = (table[a.series], table[b.series])
      if x.symbol != y.symbol { return x.symbol < y.symbol }
      return a.detector != b.detector
        ? a.detector < b.detector : Interval.isOrdered(x.interval, y.interval)
    }
  }

  private func refused(_ symbol: Symbol, _ signal: Signal, _ reason: RefusalReason)
    -> Ballot.Refused
  {
    Ballot.Refused(
      symbol: symbol, detector: signal.detector, by: "strategy", reason: reason,
      trail: Trail(isKept: false))
  }

  /// Lets the aggregator judge the votes of each symbol.
  private func aggregate(
    _ ballot: inout Ballot, _ aggregator: any Aggregator, _ table: SeriesTable
  ) {
    let kind = type(of: aggregator).kind
    var start = 0
    while start < ballot.votes.count {
      let series = ballot.votes[start].series
      let end = ballot.votes[start...].firstIndex { $0.series != series } ?? ballot.votes.count
      let votes = ballot.votes[start..<end]
      let judgment = aggregator.judge(votes, rules.entries.electorate)
      var trail = Trail(isKept: rules.explains)
      trail.add("\(kind) of " + votes.map(\.description).joined(separator: ", "))
      take(judgment, of: votes, kind, table[series].symbol, trail, into: &ballot)
      start = end
    }
  }

  /// The candidate that the votes which carry make, and a refusal for each that does not.
  private func take(
    _ judgment: Judgment, of votes: ArraySlice<Vote>, _ kind: String, _ symbol: Symbol,
    _ trail: Trail, into ballot: inout Ballot
  ) {
    var (detectors, strengths, probabilities) = ([String](), [Double](), [Double]())
    var first: Vote?
    for (vote, outcome) in zip(votes, judgment.outcomes) {
      switch outcome {
      case .carries(let probability):
        first = first ?? vote
        detectors.append(vote.detector)
        strengths.append(vote.signal.knownStrength)
        if let probability { probabilities.append(probability) }
      case .loses(let reason):
        ballot.refused.append(
          Ballot.Refused(
            symbol: symbol, detector: vote.detector, by: kind, reason: reason, trail: trail))
      }
    }
    guard let first else { return }
    let reason = "\(kind)(\(detectors.joined(separator: ",")))"
    ballot.candidates.append(
      Ballot.Candidate(
        symbol: symbol, series: first.series,
        signal: Signal(
          series: first.signal.series, detector: detectors.count == 1 ? detectors[0] : reason,
          direction: first.direction, strength: Self.mean(strengths) ?? 1,
          probability: Self.mean(probabilities)),
        reason: reason, detectors: detectors, trail: trail))
  }

  /// `nil` for none.
  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

extension Vote {
  /// `sma_cross_20_50 rise strength=1 probability=0.6`.
  fileprivate var description: String {
    var words = [detector, direction.rawValue, "\(NamedNumber("strength", signal.knownStrength))"]
    if let probability = signal.probability {
      words.append("\(NamedNumber("probability", probability))")
    }
    return words.joined(separator: " ")
  }
}
