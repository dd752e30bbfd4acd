import SFCore

/// A part of a market: bars that open at or after `from` and close at or before `to`.
package struct Slice: Hashable, Sendable, CustomStringConvertible {
  package let from: Timestamp
  package let to: Timestamp

  package init(from: Timestamp, to: Timestamp) {
    self.from = from
    self.to = to
  }

  package var description: String { "\(from)..\(to)" }
}
