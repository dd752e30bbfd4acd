import SFCore

/// The side of more than half of the quorum, and of more than the other side.
///
///     quorum 3    a rise, b rise, c silent     rise
///                 a rise, b and c silent       none: 1 of 3 is no majority
///     quorum 2    a rise, b fall               none: a tie
public struct MajorityAggregator: Aggregator {
  public static let kind = "majority"
  public static let summary = "The side of more than half of the detectors."
  public static let parameters: [Parameter] = []
  public static let readsQuorum = true

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public func judge(_ votes: ArraySlice<Vote>, _ electorate: Electorate) -> Judgment {
    let (rises, falls) = (votes.count(.rise), votes.count(.fall))
    guard rises != falls else { return .none(votes, .votes(.tie)) }
    guard 2 * max(rises, falls) > electorate.knownQuorum else {
      return .none(votes, .votes(.noMajority))
    }
    return .side(rises > falls ? .rise : .fall, of: votes)
  }
}
