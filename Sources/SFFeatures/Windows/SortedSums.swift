/// Numbers in ascending order, of which the sum of the least ones is known at the cost of the
/// logarithm of their count.
///
/// A treap (Aragon and Seidel, "Randomized Search Trees", 1989): each number has
/// a place, which the caller names, and the priority of a place is drawn from its
/// index. So the tree follows from the numbers and their places alone, and each
/// sum is added up from its two parts, never changed: nothing drifts.
struct SortedSums: Sendable {
  private struct Node {
    var number = 0.0
    let priority: UInt64
    var left = 0
    var right = 0
    /// Of this number and all below it in the tree.
    var sum = 0.0
    var count = 0.0
  }

  /// The first stands for no node; behind it, in the order of their places, the numbers.
  private var nodes = [Node(priority: 0)]
  private var root = 0

  /// Puts a number at that place, in the stead of what was there; the first free place is the
  /// number of those taken.
  mutating func put(_ number: Double, at place: Int) {
    let node = place + 1
    if node < nodes.count {
      root = removing(node, from: root)
    } else {
      nodes.append(Node(priority: Self.priority(of: place)))
    }
    nodes[node].number = number
    nodes[node].left = 0
    nodes[node].right = 0
    renew(node)
    root = inserting(node, into: root)
  }

  /// How many numbers are less than `value`, and their sum.
  func below(_ value: Double) -> (count: Double, sum: Double) {
    var (node, count, sum) = (root, 0.0, 0.0)
    while node != 0 {
      if nodes[node].number < value {
        let left = nodes[node].left
        count += nodes[left].count + 1
        sum += nodes[left].sum + nodes[node].number
        node = nodes[node].right
      } else {
        node = nodes[node].left
      }
    }
    return (count, sum)
  }

  /// A number without order (Steele and others, "Fast Splittable Pseudorandom Number Generators",
  /// 2014), so that the tree is balanced whatever the numbers are.
  private static func priority(of place: Int) -> UInt64 {
    var bits = UInt64(place + 1) &* 0x9E37_79B9_7F4A_7C15
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  // MARK: Trees, named by their roots

  private func precedes(_ node: Int, _ other: Int) -> Bool {
    let (a, b) = (nodes[node].number, nodes[other].number)
    return a != b ? a < b : node < other
  }

  private mutating func renew(_ node: Int) {
    let (left, right) = (nodes[node].left, nodes[node].right)
    nodes[node].sum = nodes[left].sum + nodes[node].number + nodes[right].sum
    nodes[node].count = nodes[left].count + 1 + nodes[right].count
  }

  private mutating func inserting(_ node: Int, into tree: Int) -> Int {
    guard tree != 0 else { return node }
    if nodes[node].priority > nodes[tree].priority {
      let (before, behind) = split(tree, at: node)
      nodes[node].left = before
      nodes[node].right = behind
      renew(node)
      return node
    }
    if precedes(node, tree) {
      nodes[tree].left = inserting(node, into: nodes[tree].left)
    } else {
      nodes[tree].right = inserting(node, into: nodes[tree].right)
    }
    renew(tree)
    return tree
  }

  private mutating func removing(_ node: Int, from tree: Int) -> Int {
    if tree == node { return joined(nodes[node].left, nodes[node].right) }
    if precedes(node, tree) {
      nodes[tree].left = removing(node, from: nodes[tree].left)
    } else {
      nodes[tree].right = removing(node, from: nodes[tree].right)
    }
    renew(tree)
    return tree
  }

  /// The nodes of a tree before and behind a node that is not in it.
  private mutating func split(_ tree: Int, at node: Int) -> (before: Int, behind: Int) {
    guard tree != 0 else { return (0, 0) }
    if precedes(tree, node) {
      let (before, behind) = split(nodes[tree].right, at: node)
      nodes[tree].right = before
      renew(tree)
      return (tree, behind)
    }
    let (before, behind) = split(nodes[tree].left, at: node)
    nodes[tree].left = behind
    renew(tree)
    return (before, tree)
  }

  /// One tree of two, the first of which is before the second.
  private mutating func joined(_ before: Int, _ behind: Int) -> Int {
    guard before != 0 else { return behind }
    guard behind != 0 else { return before }
    if nodes[before].priority > nodes[behind].priority {
      nodes[before].right = joined(nodes[before].right, behind)
      renew(before)
      return before
    }
    nodes[behind].left = joined(before, nodes[behind].left)
    renew(behind)
    return behind
  }
}

// The tree follows from the numbers and their places.
extension SortedSums: Codable {
  init(from decoder: any Decoder) throws {
    let numbers = try decoder.singleValueContainer().decode([Double].self)
    for (place, number) in numbers.enumerated() { put(number, at: place) }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(nodes.dropFirst().map { $0.number })
  }
}
