import SFCore

/// A closed position as resampling draws it: what it brought, net of fees, and what it took.
public struct RoundTripSample: Codable, Hashable, Sendable {
  public let pnl: Price
  public let entryPrice: Price
  public let quantity: Quantity

  public init(pnl: Price, entryPrice: Price, quantity: Quantity) {
    self.pnl = pnl
    self.entryPrice = entryPrice
    self.quantity = quantity
  }

  /// `nil` for a position that is open.
  init?(_ position: PositionChange) {
    guard let closing = position.closing else { return nil }
    self.init(pnl: closing.pnl, entryPrice: position.entryPrice, quantity: position.quantity)
  }
}
