/// All that a program remembers from bar to bar.
struct Memory: Codable, Sendable {
  var lags: [Lag] = []
  var extremes: [Extreme] = []
  var moments: [RollingMoments] = []
  var latests: [Double?] = []
  var sinces: [Since] = []
  var throughouts: [Throughout] = []
  var counts: [CountIn] = []

  /// How much of each there is: what a checkpoint must have too.
  var shape: [Int] {
    [
      lags.count, extremes.count, moments.count, latests.count, sinces.count, throughouts.count,
      counts.count,
    ]
  }
}
