/// What one line of the tape says: somebody bought what somebody sold.
package struct Print {
  /// When it happened, in milliseconds since 1970.
  package var time: Int64
  package var price: Price
  package var quantity: Quantity
  /// How many trades the exchange has put together in it.
  package var count: Int64 = 1
  /// Whether the buyer came to the seller; `nil` when the market does not say.
  package var isTakerBuy: Bool?
  /// The exchange's number of it, which goes up by one; `nil` when the market does not say.
  package var id: Int64?

  package init(time: Int64, price: Price, quantity: Quantity) {
    self.time = time
    self.price = price
    self.quantity = quantity
  }
}
