import SFCore

/// Votes that a second model believes in (meta-labelling, López de Prado 2018).
///
/// A vote carries when its probability times that of the validator's signal for
/// the same symbol and `ts` reaches `threshold`; a detector without a
/// probability leaves it to the validator alone. The product is the
/// probability of the result. Votes that carry on both sides are a tie.
public struct MetaAggregator: Aggregator {
  public static let kind = "meta"
  public static let summary = "The signals that a validator believes in."
  public static let parameters = [
    Parameter("threshold", .number, default: "0.5", "of the product of both probabilities")
  ]
  public static let readsValidator = true

  public let threshold: Double

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    threshold = arguments.number("threshold")
    guard threshold > 0, threshold <= 1 else {
      throw ConfigurationError("threshold", "must be above 0 and at most 1, is \(threshold)")
    }
  }

  public func judge(_ votes: ArraySlice<Vote>, _ electorate: Electorate) -> Judgment {
    let answers = votes.filter { $0.detector == electorate.validator }
    let outcomes = votes.map { vote in outcome(vote, answers, electorate) }
    let directions = zip(votes, outcomes).compactMap { vote, outcome in
      if case .carries = outcome { vote.direction } else { nil }
    }
    guard directions.allSatisfy({ $0 == directions[0] }) else {
      return Judgment(
        outcomes.map { if case .carries = $0 { .loses(.votes(.tie)) } else { $0 } })
    }
    return Judgment(outcomes)
  }

  private func outcome(
    _ vote: Vote, _ answers: [Vote], _ electorate: Electorate
  ) -> Judgment.Outcome {
    if vote.detector == electorate.validator { return .loses(.votes(.validator)) }
    // Over several intervals the answers on the vote's own come before others.
    let own = answers.filter { vote.isOn($0.signal.series) }
    let heard = own.isEmpty ? answers : own
    guard let belief = heard.compactMap(\.signal.probability).mean else {
      return electorate.missingPasses
        ? .carries(probability: vote.signal.probability) : .loses(.votes(.validatorMissing))
    }
    guard heard.allSatisfy({ $0.direction == vote.direction }) else {
      return .loses(.votes(.validatorOpposes))
    }
    let product = (vote.signal.probability ?? 1) * belief
    return product >= threshold ? .carries(probability: product) : .loses(.votes(.belowThreshold))
  }
}
