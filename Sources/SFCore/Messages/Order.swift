/// What is to be bought or sold.
public struct Order: Hashable, Sendable, Codable {
  public var id: String
  public var symbol: Symbol
  public var side: Side
  public var kind: OrderKind
  public var quantity: Quantity
  /// The limit or the trigger; `nil` for a market order.
  public var price: Price?
  /// The id of the position that it opens or closes.
  public var position: String
  public var intent: Intent
  public var reason: String
  public var detector: String?
  /// The close at which it was decided.
  public var reference: Price
  /// What each component said, for people; `nil` unless that was asked for.
  public var explain: String?

  public init(
    id: String, symbol: Symbol, side: Side, kind: OrderKind = .market, quantity: Quantity,
    price: Price? = nil, position: String, intent: Intent, reason: String,
    detector: String? = nil, reference: Price, explain: String? = nil
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
    self.explain = explain
  }
}
