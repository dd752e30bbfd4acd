import SFCore

/// What one line of the tape says: somebody bought what somebody sold.
struct Print {
  /// When it happened, in milliseconds since 1970.
  var time: Int64
  var price: Price
  var quantity: Quantity
  /// How many trades the exchange has put together in it.
  var count: Int64 = 1
  /// Whether the buyer came to the seller; `nil` when the market does not say.
  var isTakerBuy: Bool?
  /// The exchange's number of it, which goes up by one; `nil` when the market does not say.
  var id: Int64?
}
