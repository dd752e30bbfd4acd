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

  /// Lets the aggregator judge the votes of each symbol: one of each detector.
  private func aggregate(
    _ ballot: inout Ballot, _ aggregator: any Aggregator, _ table: SeriesTable
  ) {
    let kind = type(of: aggregator).kind
    var start = 0
    while start < ballot.votes.count {
      let series = ballot.votes[start].series
      let end = ballot.votes[start...].firstIndex { $0.series != series } ?? ballot.votes.count
      let votes = votes(of: ballot.votes[start..<end], kind, table[series].symbol, &ballot)
      let judgment = aggregator.judge(votes, rules.entries.electorate)
      var trail = Trail(isKept: rules.explains)
      trail.add("\(kind) of " + votes.map(\.description).joined(separator: ", "))
      take(judgment, of: votes, kind, table[series].symbol, trail, into: &ballot)
      start = end
    }
  }

  /// The signals of a symbol as votes: those of a detector on several intervals are one when they
  /// agree, and none when they do not. A validator's are answers, each on its interval.
  private func votes(
    of signals: ArraySlice<Vote>, _ kind: String, _ symbol: Symbol, _ ballot: inout Ballot
  ) -> ArraySlice<Vote> {
    let isOneEach = zip(signals, signals.dropFirst()).allSatisfy { $0.detector != $1.detector }
    guard !isOneEach else { return signals }
    var votes: [Vote] = []
    var rest = signals
    while let first = rest.first {
      let own = rest.prefix { $0.detector == first.detector }
      rest = rest.dropFirst(own.count)
      if own.count == 1 || first.detector == rules.entries.electorate.validator {
        votes += own
      } else if let vote = Vote(own) {
        votes.append(vote)
      } else {
        var trail = Trail(isKept: rules.explains)
        trail.add("\(kind) of " + own.map(\.description).joined(separator: ", "))
        for vote in own {
          ballot.refused.append(
            Ballot.Refused(
              symbol: symbol, detector: vote.detector, by: kind, reason: .votes(.tie),
              trail: trail))
        }
      }
    }
    return votes[...]
  }

  /// The candidate that the votes which carry make, and a refusal for each that does not.
  private func take(
    _ judgment: Judgment, of votes: ArraySlice<Vote>, _ kind: String, _ symbol: Symbol,
    _ trail: Trail, into ballot: inout Ballot
  ) {
    var (detectors, strengths, probabilities) = ([String](), [Double](), [Double]())
    var names: [String] = []
    var first: Vote?
    for (vote, outcome) in zip(votes, judgment.outcomes) {
      switch outcome {
      case .carries(let probability):
        first = first ?? vote
        names.append(vote.detector)
        for _ in 0..<vote.count { detectors.append(vote.detector) }
        strengths.append(vote.signal.knownStrength)
        if let probability { probabilities.append(probability) }
      case .loses(let reason):
        for _ in 0..<vote.count {
          ballot.refused.append(
            Ballot.Refused(
              symbol: symbol, detector: vote.detector, by: kind, reason: reason, trail: trail))
        }
      }
    }
    guard let first else { return }
    let reason = "\(kind)(\(names.joined(separator: ",")))"
    ballot.candidates.append(
      Ballot.Candidate(
        symbol: symbol, series: first.series,
        signal: Signal(
          series: first.signal.series, detector: names.count == 1 ? names[0] : reason,
          direction: first.direction, strength: strengths.mean ?? 1,
          probability: probabilities.mean),
        reason: reason, detectors: detectors, trail: trail))
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
