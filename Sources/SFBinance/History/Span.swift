/// Opens of bars from one time to another, in milliseconds, the last exclusive.
public struct Span: Hashable, Sendable, CustomStringConvertible {
  public var from: Int64
  public var to: Int64

  public init(_ from: Int64, _ to: Int64) {
    self.from = from
    self.to = to
  }

  public var isEmpty: Bool { from >= to }

  public func contains(_ open: Int64) -> Bool { open >= from && open < to }

  public var description: String { "\(from)..<\(to)" }
}
