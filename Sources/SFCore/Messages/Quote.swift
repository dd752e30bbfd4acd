/// The best bid and ask of a symbol as the mark closes.
public struct Quote: LineMessage {
  @inlinable public static var type: LineType { .quote }

  public var symbol: Symbol
  public var bid: Price
  public var bidQuantity: Quantity
  public var ask: Price
  public var askQuantity: Quantity
  /// When the venue said it; the step's time is that of the mark.
  public var at: Timestamp

  public init(
    symbol: Symbol, bid: Price, bidQuantity: Quantity, ask: Price, askQuantity: Quantity,
    at: Timestamp
  ) {
    self.symbol = symbol
    self.bid = bid
    self.bidQuantity = bidQuantity
    self.ask = ask
    self.askQuantity = askQuantity
    self.at = at
  }
}
