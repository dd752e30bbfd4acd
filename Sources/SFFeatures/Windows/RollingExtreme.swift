/// The greatest or the smallest of the last `period` numbers, and how long ago it came.
///
/// Only numbers that can still become the answer are kept: one that is older
/// and not better than another never will. They stand in a ring from the
/// oldest, which is the best, to the newest.
struct RollingExtreme<Number: Comparable & Codable & Sendable>: Codable, Sendable {
  private let kind: ExtremeKind
  private let period: Int
  private var candidates: [Candidate] = []
  private var first = 0
  private var count = 0
  /// How many numbers have come.
  private(set) var age = 0

  private struct Candidate: Codable, Sendable {
    var number: Number
    var birth: Int
  }

  init(_ kind: ExtremeKind, _ period: Int) {
    self.kind = kind
    self.period = period
  }

  /// Takes a number and returns the extreme; `nil` while there are fewer than `period`.
  @inline(__always)
  mutating func update(_ number: Number) -> Number? {
    if count > 0, candidates[first].birth + period <= age {
      first = place(1)
      count -= 1
    }
    while count > 0, isBeaten(candidates[place(count - 1)].number, by: number) { count -= 1 }
    put(Candidate(number: number, birth: age))
    age += 1
    return age >= period ? candidates[first].number : nil
  }

  /// How many numbers have come since the extreme, the newest of equal ones: 0 when it is the last
  /// one. There must be one.
  var distance: Int { age - 1 - candidates[first].birth }

  @inline(__always)
  private func isBeaten(_ older: Number, by newer: Number) -> Bool {
    kind == .greatest ? older <= newer : older >= newer
  }

  @inline(__always)
  private mutating func put(_ candidate: Candidate) {
    if count == candidates.count, count < period { grow(candidate) }
    candidates[place(count)] = candidate
    count += 1
  }

  /// Twice the room, with the oldest at its start; `filling` stands where nothing does yet.
  private mutating func grow(_ filling: Candidate) {
    let kept = (0..<count).map { candidates[place($0)] }
    let room = min(period, max(4, 2 * count))
    candidates = kept + Array(repeating: filling, count: room - count)
    first = 0
  }

  @inline(__always)
  private func place(_ offset: Int) -> Int {
    let place = first + offset
    return place < candidates.count ? place : place - candidates.count
  }
}

/// Which end of the numbers.
enum ExtremeKind: Codable, Sendable { case greatest, smallest }
