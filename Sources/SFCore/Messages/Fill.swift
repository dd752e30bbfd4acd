/// What was bought or sold.
public struct Fill: LineMessage, Hashable, Codable {
  @inlinable public static var type: LineType { .fill }

  public var id: String
  public var order: String
  public var symbol: Symbol
  public var side: Side
  public var price: Price
  public var quantity: Quantity
  public var fee: Price
  // Written out: a `var` of `T?` begins with nil, which is written and taken away again each time.
  /// `nil` for the quote currency.
  public var feeAsset: Optional<String>
  public var position: String
  public var liquidity: Liquidity
  /// When it happened; the step's time is when it became known.
  public var at: Timestamp
  /// What of the order still works; `nil` when nothing does and nothing did: it filled at once.
  public var remaining: Optional<Quantity>

  public init(
    id: String, order: String, symbol: Symbol, side: Side, price: Price, quantity: Quantity,
    fee: Price, feeAsset: String? = nil, position: String, liquidity: Liquidity, at: Timestamp,
    remaining: Quantity? = nil
  ) {
    self.id = id
    self.order = order
    self.symbol = symbol
    self.side = side
    self.price = price
    self.quantity = quantity
    self.fee = fee
    self.feeAsset = feeAsset
    self.position = position
    self.liquidity = liquidity
    self.at = at
    self.remaining = remaining
  }
}

extension Step {
  @inlinable @inline(__always)
  public var fills: Reused<Fill> { messages(of: Fill.self) }
}
