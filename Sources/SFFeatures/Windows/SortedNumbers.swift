/// Numbers in ascending order, in blocks of a few hundred.
///
/// A number is inserted and removed by moving a part of one block; how many
/// numbers stand before each block is kept in a Fenwick tree ("A new data
/// structure for cumulative frequency tables", 1994). So a rank, and the number
/// of a rank, cost the logarithm of the count. A full block is cut in two, and
/// two neighbours that fill half of one are joined: the blocks number at most
/// 4 count / room + 1. Blocks that are given up are used again.
package struct SortedNumbers: Sendable {
  private static let room = 256

  /// At least one; only where there is no other may one be empty.
  private var blocks: [[Double]] = [[]]
  private var spare: [[Double]] = []
  /// At `i`, from 1: the numbers in the blocks that end with block `i - 1`, as many of them as the
  /// lowest set bit of `i` says.
  private var tree: [Int] = [0, 0]
  package private(set) var count = 0

  package init() {}

  /// The number with `rank` others before it.
  package subscript(rank: Int) -> Double {
    precondition(rank >= 0 && rank < count, "rank out of range")
    if blocks.count == 1 { return blocks[0][rank] }
    var (block, rest) = (0, rank)
    var step = 1 << (Int.bitWidth - 1 - blocks.count.leadingZeroBitCount)
    while step > 0 {
      if block + step <= blocks.count, tree[block + step] <= rest {
        block += step
        rest -= tree[block]
      }
      step /= 2
    }
    return blocks[block][rest]
  }

  /// How many numbers are less than `value`.
  package func count(below value: Double) -> Int {
    let block = firstBlock { $0 >= value }
    return count(before: block) + place(in: block) { $0 >= value }
  }

  /// How many numbers are at most `value`.
  package func count(through value: Double) -> Int {
    let block = firstBlock { $0 > value }
    return count(before: block) + place(in: block) { $0 > value }
  }

  package mutating func insert(_ value: Double) {
    var block = firstBlock { $0 >= value }
    if blocks[block].count == Self.room {
      cut(block)
      if let last = blocks[block].last, last < value { block += 1 }
    }
    let place = place(in: block) { $0 >= value }
    blocks[block].insert(value, at: place)
    change(block, by: 1)
  }

  /// Removes one that is equal to `value`, which must be among them.
  package mutating func remove(_ value: Double) {
    let block = firstBlock { $0 >= value }
    let place = place(in: block) { $0 >= value }
    precondition(
      place < blocks[block].count && blocks[block][place] == value, "the number is not among them")
    blocks[block].remove(at: place)
    change(block, by: -1)
    if block + 1 < blocks.count { joinIfSparse(block) }
    if block > 0 { joinIfSparse(block - 1) }
  }

  package mutating func removeAll() {
    self = SortedNumbers()
  }

  // MARK: Finding

  /// The first block whose last number satisfies `isReached`, which holds from some number on;
  /// the last block where none does.
  @inline(__always)
  private func firstBlock(_ isReached: (Double) -> Bool) -> Int {
    var (low, high) = (0, blocks.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if isReached(blocks[middle][blocks[middle].count - 1]) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }

  /// The first place of a block that satisfies `isReached`.
  @inline(__always)
  private func place(in block: Int, _ isReached: (Double) -> Bool) -> Int {
    blocks[block].withUnsafeBufferPointer { numbers in
      var (low, high) = (0, numbers.count)
      while low < high {
        let middle = (low + high) / 2
        if isReached(numbers[middle]) { high = middle } else { low = middle + 1 }
      }
      return low
    }
  }

  private func count(before block: Int) -> Int {
    var (place, sum) = (block, 0)
    while place > 0 {
      sum += tree[place]
      place &= place - 1
    }
    return sum
  }

  // MARK: Changing blocks

  private mutating func change(_ block: Int, by difference: Int) {
    count += difference
    var place = block + 1
    while place < tree.count {
      tree[place] += difference
      place += place & -place
    }
  }

  private mutating func cut(_ block: Int) {
    let half = Self.room / 2
    var other = spare.popLast() ?? []
    other.reserveCapacity(Self.room)
    other.append(contentsOf: blocks[block][half...])
    blocks[block].removeSubrange(half...)
    blocks.insert(other, at: block + 1)
    countAgain()
  }

  private mutating func joinIfSparse(_ block: Int) {
    let (here, next) = (blocks[block].count, blocks[block + 1].count)
    guard here + next <= Self.room / 2 || here == 0 || next == 0 else { return }
    var other = blocks.remove(at: block + 1)
    blocks[block].append(contentsOf: other)
    other.removeAll(keepingCapacity: true)
    spare.append(other)
    countAgain()
  }

  /// Builds the tree from the blocks, in as many steps as there are blocks.
  private mutating func countAgain() {
    tree.removeAll(keepingCapacity: true)
    tree.append(0)
    for block in blocks { tree.append(block.count) }
    count = blocks.reduce(0) { $0 + $1.count }
    for place in tree.indices.dropFirst() {
      let parent = place + (place & -place)
      if parent < tree.count { tree[parent] += tree[place] }
    }
  }
}
