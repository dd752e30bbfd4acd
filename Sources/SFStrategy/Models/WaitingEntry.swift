import SFCore

/// An entry about which a model is asked: at its mark, and again while it lets it wait.
struct WaitingEntry: Hashable, Sendable, Codable {
  /// That of its order, which it keeps.
  let id: String
  /// Its number among the orders of its mark; `nil` at a later one.
  var number: Int?
  let symbol: Symbol
  let series: SeriesIndex
  let signal: Signal
  let reason: String
  let detectors: [String]
  /// Detectors that signed for its side.
  let votes: Int
  /// How many times it was asked about before.
  var waited = 0

  init(_ candidate: Ballot.Candidate, id: String, number: Int, votes: Int) {
    self.id = id
    self.number = number
    symbol = candidate.symbol
    series = candidate.series
    signal = candidate.signal
    reason = candidate.reason
    detectors = candidate.detectors
    self.votes = votes
  }

  /// The same as the trader enters it.
  func candidate(_ trail: Trail) -> Ballot.Candidate {
    Ballot.Candidate(
      symbol: symbol, series: series, signal: signal, reason: reason, detectors: detectors,
      trail: trail, id: id)
  }
}
