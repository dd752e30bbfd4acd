import SFCore
import SFTool

/// The keys of a mapping, each read once; what nobody reads is an error with its place.
struct YAMLEntries {
  private let node: YAMLNode?
  private var read: [String] = []

  init(_ node: YAMLNode?) { self.node = node }

  private func pairs() throws(YAMLNode.Failure) -> [YAMLNode.Pair] {
    try YAMLNode.members(of: node)
  }

  /// `nil` for a key that is not there.
  private mutating func value(_ key: String) throws(YAMLNode.Failure) -> YAMLNode? {
    read.append(key)
    return try pairs().first { $0.name == key }?.value
  }

  func requireRead() throws(YAMLNode.Failure) {
    for pair in try pairs() where !read.contains(pair.name) {
      throw YAMLNode.Failure(
        place: pair.key.place,
        message: "found the unknown key '\(pair.name)', "
          + NearestName.expected(pair.name, among: read),
        help: NearestName.help(for: pair.name, among: read))
    }
  }

  // MARK: Values

  mutating func mapping(_ key: String) throws(YAMLNode.Failure) -> [YAMLNode.Pair] {
    try YAMLEntries(value(key)).pairs()
  }

  mutating func entries(_ key: String) throws(YAMLNode.Failure) -> YAMLEntries {
    YAMLEntries(try value(key))
  }

  mutating func list(_ key: String) throws(YAMLNode.Failure) -> [YAMLNode] {
    guard let node = try value(key) else { return [] }
    guard case .sequence(let nodes) = node.content else { throw node.failure(expected: "a list") }
    return nodes
  }

  mutating func optional(_ key: String) throws(YAMLNode.Failure) -> String? {
    guard let node = try value(key) else { return nil }
    guard case .scalar(let text) = node.content else { throw node.failure(expected: "a text") }
    return text
  }

  mutating func text(_ key: String) throws(YAMLNode.Failure) -> String {
    guard let text = try optional(key) else {
      throw YAMLNode.Failure(
        place: node?.place ?? YAMLNode.Place(line: 1, column: 1),
        message: "found no '\(key)', expected it")
    }
    return text
  }

  /// A whole number of 0 or more.
  mutating func count(_ key: String) throws(YAMLNode.Failure) -> Int? {
    guard let node = try value(key) else { return nil }
    guard case .scalar(let text) = node.content, let count = Int(text), count >= 0 else {
      throw node.failure(expected: "a whole number of 0 or more")
    }
    return count
  }

  mutating func flag(_ key: String) throws(YAMLNode.Failure) -> Bool? {
    guard let node = try value(key) else { return nil }
    guard case .scalar(let text) = node.content, let flag = YAMLNode.truth(text) else {
      throw node.failure(expected: "true or false")
    }
    return flag
  }

  mutating func amount<Amount: FixedPoint>(
    _ key: String
  ) throws(YAMLNode.Failure) -> Amount? {
    guard let node = try value(key) else { return nil }
    return try Self.amount(node)
  }

  static func amount<Amount: FixedPoint>(_ node: YAMLNode) throws(YAMLNode.Failure) -> Amount {
    guard case .scalar(let text) = node.content, let amount = Amount(text), amount >= .zero else {
      throw node.failure(expected: "a decimal of 0 or more")
    }
    return amount
  }

  /// A fraction of 0 to 1.
  mutating func ratio(_ key: String) throws(YAMLNode.Failure) -> Ratio? {
    guard let node = try value(key) else { return nil }
    let ratio: Ratio = try Self.amount(node)
    guard ratio <= .one else { throw node.failure(expected: "a fraction of 0 to 1") }
    return ratio
  }
}
