import SFCore

/// The side that all detectors are on.
public struct UnanimousAggregator: Aggregator {
  public static let kind = "unanimous"
  public static let summary = "The side that all detectors are on."
  public static let parameters: [Parameter] = []
  public static let readsQuorum = true

  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public func judge(_ votes: ArraySlice<Vote>, _ electorate: Electorate) -> Judgment {
    let (rises, falls) = (votes.count(.rise), votes.count(.fall))
    guard rises == 0 || falls == 0, votes.count >= electorate.knownQuorum else {
      return .none(votes, .votes(.notUnanimous))
    }
    return .side(rises > 0 ? .rise : .fall, of: votes)
  }
}
