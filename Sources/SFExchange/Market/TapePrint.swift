import SFCore

/// What was traded on a market: by accounts here, or by those around them.
package struct TapePrint: Equatable, Sendable {
  package let time: Timestamp
  package let price: Price
  package let quantity: Quantity
  /// Whether who bought came to who sold.
  package let isTakerBuy: Bool

  package init(time: Timestamp, price: Price, quantity: Quantity, isTakerBuy: Bool) {
    self.time = time
    self.price = price
    self.quantity = quantity
    self.isTakerBuy = isTakerBuy
  }
}

/// A print with the number that the market gave it.
package struct SpotPrint: Equatable, Sendable {
  /// Goes up by one from print to print of a symbol.
  package let id: Int64
  package let print: TapePrint
  /// In quote currency.
  package let quote: AssetAmount
}
