/// The greatest or the smallest of the last `period` integers.
///
/// Only numbers that can still become the answer are kept: one that is older
/// and not better than another never will. They stand in a ring from the
/// oldest, which is the best, to the newest.
struct RollingExtreme: Codable, Sendable {
  enum Kind: Codable, Sendable { case greatest, smallest }

  private let kind: Kind
  private let period: Int
  private var candidates: [Candidate] = []
  private var first = 0
  private var count = 0
  /// How many numbers have come.
  private(set) var age = 0

  private struct Candidate: Codable, Sendable {
    /// Complemented for the smallest, so that greater is always better.
    var rank: Int64
    var birth: Int
  }

  init(_ kind: Kind, _ period: Int) {
    self.kind = kind
    self.period = period
  }

  /// Takes a number and returns the extreme; `nil` while there are fewer than `period`.
  @inline(__always)
  mutating func update(_ value: Int64) -> Int64? {
    let rank = kind == .greatest ? value : ~value
    if count > 0, candidates[first].birth + period <= age {
      first = place(1)
      count -= 1
    }
    while count > 0, candidates[place(count - 1)].rank <= rank { count -= 1 }
    put(Candidate(rank: rank, birth: age))
    age += 1
    guard age >= period else { return nil }
    let best = candidates[first].rank
    return kind == .greatest ? best : ~best
  }

  @inline(__always)
  private mutating func put(_ candidate: Candidate) {
    if count == candidates.count, count < period { grow() }
    let place = place(count)
    candidates[place] = candidate
    count += 1
  }

  /// Twice the room, with the oldest at its start.
  private mutating func grow() {
    let kept = (0..<count).map { candidates[place($0)] }
    let room = min(period, max(4, 2 * count))
    candidates = kept + Array(repeating: Candidate(rank: 0, birth: 0), count: room - count)
    first = 0
  }

  @inline(__always)
  private func place(_ offset: Int) -> Int {
    let place = first + offset
    return place < candidates.count ? place : place - candidates.count
  }
}
