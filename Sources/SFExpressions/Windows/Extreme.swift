/// The greatest or the smallest of the last values; missing when one of them is.
///
/// Only values that can still become the answer are kept, in a ring from the
/// oldest, which is the best, to the newest: an older value that is not better
/// than a newer one never will.
struct Extreme: Codable, Sendable {
  private let isGreatest: Bool
  private let bars: Int
  private var candidates: [Candidate] = []
  private var first = 0
  private var count = 0
  /// How many values have come.
  private var age = 0
  /// Which value was the last missing one; those before the first were.
  private var lastMissing = -1

  private struct Candidate: Codable, Sendable {
    /// With the sign that makes greater better.
    var rank: Double
    var birth: Int
  }

  init(greatest isGreatest: Bool, of bars: Int) {
    self.isGreatest = isGreatest
    self.bars = bars
  }

  @inline(__always)
  mutating func update(_ value: Double) -> Double {
    if count > 0, candidates[first].birth + bars <= age {
      first = place(1)
      count -= 1
    }
    if value.isNaN {
      lastMissing = age
    } else {
      let rank = isGreatest ? value : -value
      while count > 0, candidates[place(count - 1)].rank <= rank { count -= 1 }
      put(Candidate(rank: rank, birth: age))
    }
    age += 1
    guard lastMissing < age - bars else { return .nan }
    let best = candidates[first].rank
    return isGreatest ? best : -best
  }

  @inline(__always)
  private mutating func put(_ candidate: Candidate) {
    if count == candidates.count { grow() }
    candidates[place(count)] = candidate
    count += 1
  }

  /// Twice the room, with the oldest at its start.
  private mutating func grow() {
    let kept = (0..<count).map { candidates[place($0)] }
    let room = min(bars, max(4, 2 * count))
    candidates = kept + Array(repeating: Candidate(rank: 0, birth: 0), count: room - count)
    first = 0
  }

  @inline(__always)
  private func place(_ offset: Int) -> Int {
    let place = first + offset
    return place < candidates.count ? place : place - candidates.count
  }
}
