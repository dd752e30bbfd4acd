import SFCore

/// Enters at the market: at the next open, or at the close.
public struct MarketEntry: EntryKind {
  public static let kind = "market"
  public static let summary = "Enters at the price that comes, which --fill says."
  public static let parameters: [Parameter] = []

  public init() {}
  public init(_ arguments: Arguments) throws(ConfigurationError) {}

  public func limit(_ side: Side, at close: Price, _ lot: Lot) -> Price? { nil }
  public var maxBars: Int? { nil }
}
