import SFCore

/// A part of a market: bars that open at or after `from` and close at or before `to`.
struct Slice: Hashable, Sendable, CustomStringConvertible {
  let from: Timestamp
  let to: Timestamp

  func contains(_ mark: Timestamp) -> Bool { mark > from && mark <= to }

  var description: String { "\(from)..\(to)" }
}
