/// Opens of bars from one time to another, in milliseconds, the last exclusive.
public struct TimeRange: Hashable, Sendable, CustomStringConvertible {
  public var from: Int64
  public var to: Int64

  public init(_ from: Int64, _ to: Int64) {
    self.from = from
    self.to = to
  }

  public var isEmpty: Bool { from >= to }

  public func contains(_ open: Int64) -> Bool { open >= from && open < to }

  /// What is left of it without others, in order.
  public func subtracting(_ others: [TimeRange]) -> [TimeRange] {
    var left: [TimeRange] = []
    var start = from
    for other in others.sorted(by: { $0.from < $1.from }) where other.to > start {
      guard other.from < to else { break }
      if other.from > start { left.append(TimeRange(start, other.from)) }
      start = other.to
    }
    return start < to ? left + [TimeRange(start, to)] : left
  }

  public var description: String { "\(from)..<\(to)" }
}
