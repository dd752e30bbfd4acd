import SFCore

/// Bounds how many positions are open and do not close, with the entries that wait.
public struct PositionsRule: RiskRule {
  public static let kind = "positions"
  public static let summary = "Bounds how many positions are open or wait."
  public static let parameters = [
    Parameter("max", .integer(1...1_000_000), default: "10", "over all symbols")
  ]

  public let max: Int

  public init(_ arguments: Arguments) { max = arguments.integer("max") }

  public func judge(_ entry: RiskEntry) -> RiskVerdict {
    entry.book.slots < max ? .pass : .no(.room(.maxPositions))
  }

  public func explanation(_ entry: RiskEntry) -> String {
    "\(Self.kind): fewer than \(max) open or waiting, there are \(entry.book.slots)"
  }
}
