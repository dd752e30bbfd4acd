/// A list that is emptied and filled again at every step, without giving back its memory.
///
/// Emptying an `Array` costs a hundred instructions even when it keeps its
/// capacity; here it sets a count.
public struct Reused<Element: Sendable>: RandomAccessCollection, Sendable {
  @usableFromInline var storage: [Element] = []
  @usableFromInline var used = 0

  public init() {}

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { used }
  @inlinable public var count: Int { used }

  // Said here, since those of every collection ask for indices.
  @inlinable public var isEmpty: Bool { used == 0 }
  @inlinable public var last: Element? { used == 0 ? nil : storage[used - 1] }

  @inlinable
  public subscript(index: Int) -> Element {
    get {
      precondition(index < used, "index out of range")
      return storage[index]
    }
    _modify {
      precondition(index < used, "index out of range")
      yield &storage[index]
    }
  }

  /// Lends an element, which is not copied.
  @inlinable @inline(__always)
  public func withElement(at index: Int, _ body: (borrowing Element) -> Void) {
    precondition(index < used, "index out of range")
    storage.withUnsafeBufferPointer { body($0[index]) }
  }

  @inlinable
  public mutating func append(_ element: consuming Element) {
    if used < storage.count { storage[used] = element } else { storage.append(element) }
    used += 1
  }

  @inlinable
  public mutating func removeAll() { used = 0 }
}

extension Reused: CustomStringConvertible {
  public var description: String { Array(self).description }
}
