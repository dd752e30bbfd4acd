/// What is to be bought or sold.
public struct Order: LineMessage, Hashable, Codable {
  @inlinable public static var type: LineType { .order }

  public var id: String
  public var symbol: Symbol
  public var side: Side
  public var kind: OrderKind
  public var quantity: Quantity
  // Written out: a `var` of `T?` begins with nil, which is written and taken away again each time.
  /// The limit or the trigger; `nil` for a market order.
  public var price: Optional<Price>
  /// The id of the position that it opens or closes.
  public var position: String
  public var intent: Intent
  public var reason: String
  public var detector: Optional<String>
  /// The close at which it was decided.
  public var reference: Price
  /// Who gave it; `nil` for the strategy.
  public var by: Optional<String>
  /// Bars that a limit rests; `nil` for any other order, or one that rests until it fills.
  public var maxBars: Optional<Int>
  /// What each component said, for people; `nil` unless that was asked for.
  public var explain: Optional<String>

  public init(
    id: String, symbol: Symbol, side: Side, kind: OrderKind = .market, quantity: Quantity,
    price: Price? = nil, position: String, intent: Intent, reason: String,
    detector: String? = nil, reference: Price, by: String? = nil, maxBars: Int? = nil,
    explain: String? = nil
  ) {
    self.id = id
    self.symbol = symbol
    self.side = side
    self.kind = kind
    self.quantity = quantity
    self.price = price
    self.position = position
    self.intent = intent
    self.reason = reason
    self.detector = detector
    self.reference = reference
    self.by = by
    self.maxBars = maxBars
    self.explain = explain
  }
}

extension Step {
  @inlinable @inline(__always)
  public var orders: Reused<Order> { messages(of: Order.self) }
}
