/// Every element of a series, or every 2nd, 4th, 8th …, as many as there is room for.
///
/// No random choice: the same series gives the same elements. Memory is bounded.
public struct Thinned<Element: Codable & Hashable & Sendable>: Codable, Hashable, Sendable {
  public let capacity: Int
  public private(set) var elements: [Element] = []
  /// One of so many is kept.
  public private(set) var stride = 1
  /// How many there were.
  public private(set) var count = 0

  public init(capacity: Int) {
    precondition(capacity > 0)
    self.capacity = capacity
  }

  public mutating func append(_ element: @autoclosure () -> Element) {
    defer { count += 1 }
    guard count % stride == 0 else { return }
    elements.append(element())
    guard elements.count > capacity else { return }
    for index in 0..<(elements.count + 1) / 2 { elements[index] = elements[index * 2] }
    elements.removeLast(elements.count / 2)
    stride *= 2
  }
}
