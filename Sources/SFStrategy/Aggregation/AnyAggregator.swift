import SFCore

/// The signal with the highest probability; one without a probability is below all others.
///
/// The same on both sides is no signal. Others of the same side that say less
/// lose too: the result is that one signal.
public struct AnyAggregator: Aggregator {
  public static let kind = "any"
  public static let summary = "The signal with the highest probability."
  public static let parameters: [Parameter] = []

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public func judge(_ votes: ArraySlice<Vote>, _ electorate: Electorate) -> Judgment {
    func weight(_ vote: Vote) -> Double { vote.signal.probability ?? -1 }
    let highest = votes.reduce(-1) { max($0, weight($1)) }
    let best = votes.filter { weight($0) == highest }
    guard let first = best.first, best.allSatisfy({ $0.direction == first.direction }) else {
      return .none(votes, .votes(.tie))
    }
    return Judgment(
      votes.map { vote in
        weight(vote) == highest
          ? .carries(probability: vote.signal.probability)
          : .loses(
            vote.direction == first.direction ? .votes(.lowerProbability) : .votes(.outvoted))
      })
  }
}
