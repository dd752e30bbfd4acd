/// The sum of the last `capacity` numbers, without drift: O(log capacity) for each.
///
/// The numbers are the leaves of a tree of sums, so that nothing is ever taken
/// away from a sum, and equal numbers give the same sum wherever they stand.
struct SlidingSum: Codable, Sendable {
  let capacity: Int
  /// The root at 1, the children of `n` at `2n` and `2n + 1`, the leaves from `capacity` on.
  private var sums: [Double]
  private var next = 0
  private(set) var isFull = false

  init(_ capacity: Int) {
    precondition(capacity > 1)
    self.capacity = capacity
    sums = Array(repeating: 0, count: 2 * capacity)
  }

  var sum: Double { sums[1] }

  mutating func push(_ value: Double) {
    var place = capacity + next
    sums[place] = value
    while place > 1 {
      place /= 2
      sums[place] = sums[2 * place] + sums[2 * place + 1]
    }
    next += 1
    if next == capacity { (next, isFull) = (0, true) }
  }
}
