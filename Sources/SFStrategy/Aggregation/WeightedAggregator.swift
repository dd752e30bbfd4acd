import SFCore

/// The side with the greater Σ weight · strength, if it reaches the threshold.
///
///     threshold 1, weights a 2, b 1
///     a rise with strength 0.6, b fall with 0.9     1.2 against 0.9: rise
///     b rise with strength 0.9                      0.9: below the threshold
public struct WeightedAggregator: Aggregator {
  public static let kind = "weighted"
  public static let summary = "The side with the greater sum of weight times strength."
  public static let parameters = [
    Parameter("threshold", .number, default: "1", "the sum that the winner must reach")
  ]

  public let threshold: Double

  public init(_ arguments: Arguments) throws(ConfigurationError) {
    threshold = arguments.number("threshold")
    guard threshold > 0 else {
      throw ConfigurationError("threshold", "must be greater than 0, is \(threshold)")
    }
  }

  public func judge(_ votes: ArraySlice<Vote>, _ electorate: Electorate) -> Judgment {
    func sum(_ direction: SignalDirection) -> Double {
      votes.reduce(0) { sum, vote in
        vote.direction == direction
          ? sum + electorate.weight(of: vote.detector) * vote.signal.knownStrength : sum
      }
    }
    let (rises, falls) = (sum(.rise), sum(.fall))
    guard rises != falls else { return .none(votes, .votes(.tie)) }
    guard max(rises, falls) >= threshold else { return .none(votes, .votes(.belowThreshold)) }
    return .side(rises > falls ? .rise : .fall, of: votes)
  }
}
