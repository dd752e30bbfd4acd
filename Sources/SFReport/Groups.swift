/// Accumulators by name, in ascending order of the names.
public struct Groups<Key, Value>: Codable, Hashable, Sendable
where
  Key: Comparable & Codable & Hashable & Sendable, Value: Codable & Hashable & Sendable
{
  public struct Group: Codable, Hashable, Sendable {
    public let key: Key
    public fileprivate(set) var value: Value
  }

  public private(set) var list: [Group] = []

  public init() {}

  /// Works on the value of a key, which is `new` when the key has not come before.
  public mutating func update(
    _ key: Key, new: @autoclosure () -> Value, _ change: (inout Value) -> Void
  ) {
    let place = place(of: key)
    if place == list.count || list[place].key != key {
      list.insert(Group(key: key, value: new()), at: place)
    }
    change(&list[place].value)
  }

  public func contains(_ key: Key) -> Bool {
    let place = place(of: key)
    return place < list.count && list[place].key == key
  }

  /// Where the key is, or would be.
  private func place(of key: Key) -> Int {
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
