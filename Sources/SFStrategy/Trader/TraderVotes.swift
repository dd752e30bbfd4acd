import SFCore

/// Signals: what the aggregator lets through.
extension Trader {
  /// Hears the signals of a mark; those that stand against a rule of the market are refused.
  func hear(_ step: borrowing Step) -> Ballot {
    var ballot = Ballot()
    for signal in inOrder(step) {
      let symbol = step.series[signal.series].symbol
      guard symbol != .all else {
        ballot.refused.append(refused(symbol, signal, .market(.marketWide)))
        continue
      }
      guard let series = markets.series(of: symbol), step.bar(of: series) != nil else {
        ballot.refused.append(refused(symbol, signal, .market(.noBar)))
        continue
      }
      ballot.votes.append(Vote(series: series, signal: signal))
    }
    if let aggregator = rules.entries.aggregator?.content {
      aggregate(&ballot, aggregator, step.series)
    } else {
      for vote in ballot.votes {
        ballot.candidates.append(
          Ballot.Candidate(
            symbol: step.series[vote.series].symbol, series: vote.series, signal: vote.signal,
            reason: vote.detector, detectors: [vote.detector],
            trail: Trail(isKept: rules.explains)))
      }
    }
    return ballot
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
