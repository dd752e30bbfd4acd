/// A list that is emptied and filled again at every step, without giving back its memory.
///
/// Emptying an `Array` costs a hundred instructions even when it keeps its
/// capacity; here it sets a count.
public struct Reused<Element: Sendable>: RandomAccessCollection, Sendable {
  private var storage: [Element] = []
  public private(set) var count = 0

  public init() {}

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  @inline(__always)
  public subscript(index: Int) -> Element {
    get {
      precondition(index < count, "index out of range")
      return storage[index]
    }
    _modify {
      precondition(index < count, "index out of range")
      yield &storage[index]
    }
  }

  @inline(__always)
  public mutating func append(_ element: Element) {
    if count < storage.count { storage[count] = element } else { storage.append(element) }
    count += 1
  }

  @inline(__always)
  public mutating func removeAll() { count = 0 }
}

extension Reused: CustomStringConvertible {
  public var description: String { Array(self).description }
}
