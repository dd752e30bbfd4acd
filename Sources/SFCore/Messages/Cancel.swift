/// An order that works and is no longer wanted.
public struct Cancel: LineMessage {
  @inlinable public static var type: LineType { .cancel }

  /// The order's id.
  public var order: String
  public var symbol: Symbol
  public var reason: String

  public init(order: String, symbol: Symbol, reason: String) {
    self.order = order
    self.symbol = symbol
    self.reason = reason
  }
}
