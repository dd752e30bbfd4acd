/// The keys of one object, to find one that comes twice.
///
/// Objects have few keys, which are compared in turn; a set takes over where
/// that would make a line of a mebibyte cost seconds.
struct KeySet {
  private var few: [JSONString] = []
  private var many: Set<String> = []

  /// Whether the key is new.
  mutating func insert(_ key: JSONString) -> Bool {
    if few.count < 32 {
      if few.contains(where: { $0.isSame(as: key) }) { return false }
      few.append(key)
      return true
    }
    if many.isEmpty { many = Set(few.map(\.text)) }
    return many.insert(key.text).inserted
  }
}
